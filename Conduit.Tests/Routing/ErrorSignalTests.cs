using Conduit.Routing.Signals;

namespace Conduit.Tests.Routing;

public sealed class ErrorSignalTests
{
    private const long Second = 1_000_000;

    [Fact]
    public void Rate_after_one_error_on_a_quiet_upstream_is_small()
    {
        var signal = new ErrorSignal();
        signal.Failure(0);

        Assert.Equal(1 / 11.0, signal.Rate(0, 0), 6);
    }

    [Fact]
    public void Rate_after_a_streak_rises_at_once_and_halves_every_two_seconds()
    {
        var signal = new ErrorSignal();
        for (var i = 0; i < 5; i++)
        {
            signal.Failure(0);
        }

        Assert.Equal(1 - Math.Pow(0.5, 4), signal.Rate(0, 0), 6);
        Assert.Equal((1 - Math.Pow(0.5, 4)) / 2, signal.Rate(0, 2 * Second), 6);
    }

    [Fact]
    public void Success_that_started_before_the_last_failure_leaves_the_streak()
    {
        var signal = new ErrorSignal();
        signal.Failure(Second);
        signal.Failure(Second);

        signal.Success(startedAt: Second / 2, now: Second + 1);
        Assert.Equal(2, signal.BreakerStreak);

        signal.Success(startedAt: Second + 1, now: Second + 2);
        Assert.Equal(0, signal.BreakerStreak);
    }

    [Fact]
    public void Tight_burst_of_successes_does_not_hide_an_outage()
    {
        var signal = new ErrorSignal();
        for (var i = 0; i < 100; i++)
        {
            signal.Failure(i);
        }

        for (var i = 0; i < 50; i++)
        {
            signal.Success(1_000 + i, 1_001 + i);
        }

        Assert.InRange(signal.Rate(0, 2_000), 0.6, 0.7);
    }

    [Fact]
    public void Client_errors_count_only_in_excess_of_the_peers()
    {
        var signal = new ErrorSignal();
        for (var i = 0; i < 90; i++)
        {
            signal.ClientError(i, i);
        }

        Assert.Equal(0.45, signal.Rate(0, 90), 2);
        Assert.Equal(0, signal.Rate(0.95, 90), 6);
    }

    [Fact]
    public void Rate_limited_lowers_the_score_but_never_trips()
    {
        var signal = new ErrorSignal();
        for (var i = 0; i < 100; i++)
        {
            signal.RateLimited(i);
        }

        Assert.True(signal.Rate(0, 100) > 0.9);
        Assert.Equal(0, signal.BreakerStreak);
        Assert.False(signal.TripsRatio(0.5, 20));
    }

    [Fact]
    public void Counts_decay_with_ten_seconds()
    {
        var signal = new ErrorSignal();
        for (var i = 0; i < 30; i++)
        {
            signal.Failure(0);
        }

        Assert.True(signal.TripsRatio(0.5, 20));
        signal.Rate(0, 10 * Second);
        Assert.False(signal.TripsRatio(0.5, 20));
    }

    [Fact]
    public void Failures_from_many_threads_are_never_lost()
    {
        var signal = new ErrorSignal();
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                signal.Failure(0);
            }
        });
        signal.Rate(0, 0);

        Assert.Equal(80_000, signal.BreakerStreak);
        Assert.True(signal.TripsRatio(1, 80_000));
        Assert.False(signal.TripsRatio(1, 80_001));
    }
}
