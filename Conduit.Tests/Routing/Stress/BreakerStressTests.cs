using Conduit.Routing;
using Conduit.Routing.Breaking;

namespace Conduit.Tests.Routing.Stress;

[Collection(nameof(Threads))]
public sealed class BreakerStressTests
{
    private const long Hour = 3_600_000_000;

    private static readonly BreakerOptions Options = new();

    private long _now;
    private int _held;
    private int _trips;
    private int _reopens;
    private int _halfOpens;
    private int _closes;

    [Fact]
    public void Breaker_under_many_threads_lends_one_trial_at_a_time_and_tells_each_transition_once()
    {
        var breaker = NewBreaker();

        Threads.Hammer(300_000, i => Try(ref breaker, i), i => Try(ref breaker, i + 1), i => Try(ref breaker, i + 2), _ => Trip(ref breaker), _ => breaker.OnSuccess(startedAt: -1, Now()));

        Assert.InRange(_trips - _closes, 0, 1);
        Assert.InRange(_trips + _reopens - _halfOpens, 0, 1);
        Assert.True(_closes > 0, $"{_trips} trips, {_halfOpens} half-opens, {_reopens} reopens, {_closes} closes");
        for (var i = 0; !breaker.IsClosed; i++)
        {
            Assert.True(i < 1_000, "It is wedged.");
            Interlocked.Add(ref _now, 100_000);
            Try(ref breaker, round: 5);
        }
    }

    [Fact]
    public void TryBeginTrial_of_many_at_once_lends_one_to_one()
    {
        var breaker = NewBreaker();
        var lent = 0;
        void Begin()
        {
            if (breaker.TryBeginTrial(10_000_000, Hour, out _, out _))
            {
                Interlocked.Increment(ref lent);
            }
        }

        Threads.Race(
            20_000,
            prepare: () =>
            {
                (breaker, lent) = (NewBreaker(), 0);
                Assert.True(breaker.TryTrip(1));
            },
            judge: () => Assert.Equal(1, lent),
            Begin, Begin, Begin);
    }

    [Fact]
    public void Transition_that_many_call_for_at_once_happens_once()
    {
        var breaker = NewBreaker();
        var (opened, closed, reopened) = (0, 0, 0);
        void End()
        {
            Interlocked.Add(ref closed, breaker.OnSuccess(20_000_000, 20_000_001) ? 1 : 0);
            Interlocked.Add(ref reopened, breaker.OnTrialFailure(20_000_000, 20_000_001) ? 1 : 0);
            Interlocked.Add(ref opened, breaker.TryTrip(20_000_002) ? 1 : 0);
        }

        Threads.Race(
            20_000,
            prepare: () =>
            {
                (breaker, opened, closed, reopened) = (NewBreaker(), 0, 0, 0);
                Assert.True(breaker.TryTrip(1));
                Assert.True(breaker.TryBeginTrial(10_000_000, Hour, out _, out _));
                Assert.False(breaker.OnSuccess(10_000_000, 10_000_001));
                Assert.False(breaker.OnSuccess(10_000_000, 10_000_001));
            },
            judge: () =>
            {
                Assert.Equal(1, closed + reopened);
                Assert.InRange(opened, closed, closed);
                Assert.Equal(BreakerState.Open, breaker.State);
            },
            End, End, End);
    }

    private static Breaker NewBreaker() => new(new BreakerTimes(Options), new Chance(1));

    private long Now() => Interlocked.Add(ref _now, 10_000);

    private void Trip(ref Breaker breaker) => Interlocked.Add(ref _trips, breaker.TryTrip(Now()) ? 1 : 0);

    private void Try(ref Breaker breaker, int round)
    {
        var now = Now();
        if (!breaker.TryBeginTrial(now, Hour, out var trial, out var becameHalfOpen))
        {
            return;
        }

        Interlocked.Add(ref _halfOpens, becameHalfOpen ? 1 : 0);
        Assert.Equal(1, Interlocked.Increment(ref _held));
        Interlocked.Decrement(ref _held);
        switch (round % 11)
        {
            case 0:
                Interlocked.Add(ref _reopens, breaker.OnTrialFailure(now, Now()) ? 1 : 0);
                break;
            case 1:
                // Cancelled.
                break;
            default:
                Interlocked.Add(ref _closes, breaker.OnSuccess(now, Now()) ? 1 : 0);
                break;
        }

        trial.End();
    }
}
