using Conduit.Routing.Signals;

namespace Conduit.Tests.Routing;

public sealed class LatencySignalTests
{
    private const long Second = 1_000_000;
    private const double Reference = 10_000;

    [Fact]
    public void Sample_above_the_level_raises_it_by_three_tenths_of_the_difference()
    {
        var signal = Settled(10_000);

        signal.Sample(20_000, Reference, 1);

        Assert.Equal(13_000, signal.Level, 1);
    }

    [Fact]
    public void Sample_below_the_level_lowers_it_by_the_time_that_passed()
    {
        var signal = Settled(20_000);

        signal.Sample(0, 20_000, 5 * Second);

        Assert.Equal(20_000 / Math.E, signal.Level, 1);
    }

    [Fact]
    public void Sample_many_in_one_millisecond_weigh_little()
    {
        var signal = Settled(20_000);

        for (var i = 0; i < 1_000; i++)
        {
            signal.Sample(100, 20_000, i);
        }

        Assert.InRange(signal.Level, 19_990, 20_000);
    }

    [Theory]
    [InlineData(110_000, Reference)]
    [InlineData(4_000, 4_000)]
    public void Sample_that_is_the_first_sets_the_level_to_that_of_the_peers_at_most(long rtt, double level)
    {
        var signal = new LatencySignal();

        Assert.True(signal.Sample(rtt, Reference, 0));
        Assert.False(signal.Sample(rtt, Reference, 0));

        Assert.InRange(signal.Level, level, level + (0.3 * (rtt - level)));
    }

    [Fact]
    public void Sample_that_bears_out_the_drift_goes_on_from_it()
    {
        var signal = Settled(200_000);

        signal.Sample(5_000, Reference, 6 * Second);

        Assert.InRange(signal.Level, 5_000, 15_000);
    }

    [Fact]
    public void Sample_that_contradicts_the_drift_finds_the_old_level()
    {
        var signal = Settled(200_000);

        signal.Sample(210_000, Reference, 6 * Second);

        Assert.InRange(signal.Level, 200_000, 210_000);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(9_999)]
    public void Raise_with_a_shorter_time_changes_nothing(long rtt)
    {
        var signal = Settled(10_000);

        signal.Raise(rtt, Reference, Second);

        Assert.Equal(10_000, signal.Level, 1);
    }

    [Fact]
    public void Raise_without_samples_never_makes_it_look_faster_than_its_peers()
    {
        var signal = new LatencySignal();

        signal.Raise(50, Reference, 0);

        Assert.False(signal.HasSample);
        Assert.Equal(Reference, signal.Project(Reference, idle: true, Second));
    }

    [Fact]
    public void Project_of_an_idle_slow_one_drifts_to_the_peers()
    {
        var signal = Settled(110_000);

        Assert.Equal(Reference + (100_000 / Math.E), signal.Project(Reference, idle: true, 2 * Second), 1);
        Assert.Equal(110_000, signal.Project(Reference, idle: false, 2 * Second), 1);
    }

    [Fact]
    public void Project_of_an_idle_fast_one_stays()
        => Assert.Equal(2_000, Settled(2_000).Project(Reference, idle: true, 60 * Second), 1);

    [Theory]
    [InlineData(20, 12, 17)]
    [InlineData(200, 19, 27)]
    [InlineData(1_000, 25, 34)]
    public void Level_of_exponential_5_ms_settles_above_the_mean_as_documented(int perSecond, double least, double most)
    {
        var chance = new Conduit.Routing.Chance(1);
        var signal = new LatencySignal();
        var sum = 0.0;
        var count = perSecond * 300;
        for (var i = 0; i < count; i++)
        {
            signal.Sample((long)(-5_000 * Math.Log(1 - chance.Unit((ulong)i))), Reference, i * Second / perSecond);
            sum += i >= count / 10 ? signal.Level : 0;
        }

        Assert.InRange(sum / (count * 0.9) / 1_000, least, most);
    }

    private static LatencySignal Settled(double level)
    {
        var signal = new LatencySignal();
        signal.Sample((long)level, level, 0);
        return signal;
    }
}
