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
            // A page's parts are written by Razor, which seals nothing.
            .Where(type => type is { IsClass: true, Namespace: not null } && !type.IsDefined(typeof(CompilerGeneratedAttribute)) && !typeof(ComponentBase).IsAssignableFrom(type))
            .ToList();
        var bases = types.Select(type => type.BaseType).ToHashSet();

        Assert.NotEmpty(types);
        Findings.None(
            "A class is sealed (or static) unless another one derives from it.",
            types.Where(type => !type.IsSealed && !type.IsAbstract && !bases.Contains(type)).Select(type => type.FullName!));
    }
}
