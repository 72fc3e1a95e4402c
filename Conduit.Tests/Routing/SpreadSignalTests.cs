using Conduit.Routing;
using Conduit.Routing.Signals;

namespace Conduit.Tests.Routing;

public sealed class SpreadSignalTests
{
    private const long Millisecond = 1_000;

    [Theory]
    [InlineData(0.99, 23.0)]
    [InlineData(0.995, 26.5)]
    public void Refresh_after_exponential_samples_finds_the_quantile(double quantile, double milliseconds)
    {
        var chance = new Chance(7);
        var signal = new SpreadSignal();
        for (ulong i = 0; i < 1_000; i++)
        {
            signal.Add((long)(-5 * Millisecond * Math.Log(1 - chance.Unit(i))), (long)i * Millisecond);
        }

        Assert.True(signal.Refresh(quantile));
        Assert.InRange(signal.Tail / Millisecond, milliseconds * 0.8, milliseconds * 1.25);
        Assert.InRange(signal.Typical / Millisecond, 3.47 * 0.9, 3.47 * 1.1);
    }

    [Fact]
    public void Refresh_with_a_few_pauses_among_many_samples_is_not_moved_by_them()
    {
        var signal = new SpreadSignal();
        for (var i = 0; i < 1_000; i++)
        {
            signal.Add(i % 500 == 0 ? 2_000 * Millisecond : 10 * Millisecond, i);
        }

        Assert.True(signal.Refresh(0.99));
        Assert.InRange(signal.Tail / Millisecond, 8, 12);
    }

    [Fact]
    public void Refresh_after_the_upstream_has_changed_follows()
    {
        var signal = new SpreadSignal();
        for (var i = 0; i < 20_000; i++)
        {
            signal.Add((i < 10_000 ? 100 : 10) * Millisecond, i * Millisecond);
        }

        Assert.True(signal.Refresh(0.99));
        Assert.InRange(signal.Tail / Millisecond, 8, 12);
    }

    [Fact]
    public void Refresh_with_few_samples_says_nothing()
    {
        var signal = new SpreadSignal();
        for (var i = 0; i < 19; i++)
        {
            signal.Add(10 * Millisecond, i);
        }

        Assert.False(signal.Refresh(0.99));
        Assert.True(double.IsNaN(signal.Tail));
    }
}
