using System.Reflection;
using System.Runtime.CompilerServices;

namespace Conduit.Tests.Architecture;

public sealed class GrammarTests
{
    [Fact]
    public void Class_that_nothing_derives_from_is_sealed()
    {
        var types = RoomTests.Rooms.SelectMany(room => Assembly.Load(room).GetTypes())
            .Where(type => type is { IsClass: true, Namespace: not null } && !type.IsDefined(typeof(CompilerGeneratedAttribute)))
            .ToList();
        var bases = types.Select(type => type.BaseType).ToHashSet();

        Assert.NotEmpty(types);
        Findings.None(
            "A class is sealed (or static) unless another one derives from it.",
            types.Where(type => !type.IsSealed && !type.IsAbstract && !bases.Contains(type)).Select(type => type.FullName!));
    }
}
