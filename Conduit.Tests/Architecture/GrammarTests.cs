using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;

namespace Conduit.Tests.Architecture;

public sealed class GrammarTests
{
    [Fact]
    public void Class_that_nothing_derives_from_is_sealed()
    {
        var types = RoomTests.Rooms.SelectMany(room => Assembly.Load(room).GetTypes())
            .Where(type => type is { IsClass: true, Namespace: not null } && !type.IsDefined(typeof(CompilerGeneratedAttribute)) && !IsOfRazor(type))
            .ToList();
        var bases = types.Select(type => type.BaseType).ToHashSet();

        Assert.NotEmpty(types);
        Findings.None(
            "A class is sealed (or static) unless another one derives from it.",
            types.Where(type => !type.IsSealed && !type.IsAbstract && !bases.Contains(type)).Select(type => type.FullName!));
    }

    // Razor writes the classes of a page's parts, and seals nothing.
    private static bool IsOfRazor(Type type) => typeof(ComponentBase).IsAssignableFrom(type) || type.Name == "_Imports";
}
