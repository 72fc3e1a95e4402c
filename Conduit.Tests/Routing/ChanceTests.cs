using Conduit.Routing;

namespace Conduit.Tests.Routing;

public sealed class ChanceTests
{
    [Fact]
    public void Unit_same_seed_number_and_draw_gives_the_same_value()
        => Assert.Equal(new Chance(42).Unit(7, 1), new Chance(42).Unit(7, 1));

    [Fact]
    public void Unit_over_many_numbers_is_uniform()
    {
        var chance = new Chance(1);
        var buckets = new int[10];
        for (ulong n = 0; n < 100_000; n++)
        {
            buckets[(int)(chance.Unit(n) * 10)]++;
        }

        Assert.All(buckets, count => Assert.InRange(count, 9_700, 10_300));
    }

    [Fact]
    public void Below_over_many_numbers_reaches_every_value_and_no_other()
    {
        var chance = new Chance(2);
        var seen = new HashSet<int>();
        for (ulong n = 0; n < 1_000; n++)
        {
            seen.Add(chance.Below(7, n));
        }

        Assert.Equal([0, 1, 2, 3, 4, 5, 6], seen.Order());
    }
}
