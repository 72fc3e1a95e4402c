using Conduit.Routing;

namespace Conduit.Tests.Routing.Stress;

/// <summary>An attempt that ends by itself just when another of its request has won.</summary>
[Collection(nameof(Threads))]
public sealed class AttemptStressTests
{
    private readonly EndCounter _ends = new();
    private readonly Router _router;
    private RoutedRequest _first = null!;
    private RoutedRequest _second = null!;
    private long _failures;
    private bool _secondRunsOn;

    public AttemptStressTests()
    {
        var options = new RouterOptions { Breaker = { ConsecutiveFailures = 1_000, MinimumSamples = 100_000 } };
        _router = new Router(PolicyNames.Adaptive, options, TimeProvider.System, _ends);
        _router.Update([RouterHarness.Define(0)]);
    }

    private Upstream Upstream => _router.Upstreams[0];

    [Fact]
    public void Attempt_that_is_completed_and_superseded_at_once_ends_once_and_is_learned_from_once()
    {
        Threads.Race(
            20_000,
            prepare: () =>
            {
                (_first, _second) = (Begin(), Begin());
                (_failures, _ends.Count, _secondRunsOn) = (Upstream.Failures, 0, false);
            },
            Judge,
            () => _router.Feedback.Supersede(_first, 0),
            () => _router.Feedback.HeadersArrived(_first, 0, 503),
            () =>
            {
                _router.Feedback.Complete(_first, 0, AttemptOutcome.ServerError);
                _secondRunsOn = _router.Feedback.Supersede(_second, 0);
            });
    }

    [Fact]
    public void Attempt_whose_headers_come_as_it_is_superseded_took_the_time_that_it_took()
    {
        const long Took = 700;
        var (lab, ends) = (new RouterHarness(), new EndCounter());
        var router = new Router(PolicyNames.Adaptive, new RouterOptions(), lab.Time, ends);
        router.Update([RouterHarness.Define(0)]);
        var upstream = router.Upstreams[0];
        // Another scouts there, so that these are called off.
        Assert.True(upstream.TryScout());
        RoutedRequest[] requests = [];
        var here = 0;

        Threads.Race(
            2_000,
            prepare: () =>
            {
                here = 0;
                requests = [.. Enumerable.Range(0, 100).Select(_ => new RoutedRequest(router, "GET", BodyKind.None))];
                Assert.All(requests, request => Assert.True(router.TryBegin(request)));
                lab.Time.Advance(MonotonicClock.Span(Took));
            },
            judge: () =>
            {
                Assert.All(requests, request => Assert.Equal(Took, request[0].Waited));
                Assert.True(upstream.Latency.Level is double.NaN or (> Took - 1 and < Took + 1), $"It is taken to answer in {upstream.Latency.Level} µs.");
                Assert.Equal((Took, 0), (ends.ShortestWait, upstream.InFlight));
            },
            () => Together(0, i => router.Feedback.Supersede(requests[i], 0)),
            () => Together(32, i => router.Feedback.HeadersArrived(requests[i], 0, 200)));

        // One after the other at the same moment, give or take what lets either be first.
        void Together(int lead, Action<int> end)
        {
            for (var i = 0; i < requests.Length; i++)
            {
                Interlocked.Increment(ref here);
                for (var spins = 0; spins < 1_000_000 && Volatile.Read(ref here) < 2 * (i + 1); spins++)
                {
                }

                for (var wait = Math.Abs(lead - (i % 64)); wait > 0; wait--)
                {
                    Volatile.Read(ref here);
                }

                end(i);
            }
        }
    }

    private void Judge()
    {
        Assert.Equal(2, _ends.Count);
        Assert.InRange(Upstream.Failures - _failures, 0, 1);
        // One that is made to learn runs on without being the scout.
        if (_secondRunsOn && !_second[0].IsToLearn)
        {
            Assert.False(Upstream.TryScout(), $"The second ({_second[0].Reason}) is the scout, and another got its place.");
        }

        _router.Feedback.Complete(_first, 0, AttemptOutcome.ServerError);
        _router.Feedback.Complete(_second, 0, AttemptOutcome.Success);
        Assert.InRange(Upstream.Failures - _failures, 0, 1);
        Assert.Equal(2, _ends.Count);
        Assert.Equal(0, Upstream.InFlight);
        Assert.True(Upstream.TryScout(), "Nobody scouts, and the place is taken.");
        Upstream.EndScouting();
    }

    private RoutedRequest Begin()
    {
        var request = new RoutedRequest(_router, "GET", BodyKind.None);
        Assert.True(_router.TryBegin(request));
        return request;
    }

    private sealed class EndCounter : IRouterObserver
    {
        public int Count;

        public long ShortestWait { get; private set; } = long.MaxValue;

        public void Decided(in Attempt attempt)
        {
        }

        public void Ended(in Attempt attempt)
        {
            Interlocked.Increment(ref Count);
            ShortestWait = Math.Min(ShortestWait, attempt.Waited);
        }

        public void BreakerChanged(Upstream upstream, BreakerState state)
        {
        }

        public void RetryBudgetExhausted()
        {
        }

        public void UpstreamsChanged(IReadOnlyList<Upstream> upstreams)
        {
        }
    }
}
