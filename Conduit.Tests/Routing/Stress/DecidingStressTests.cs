using Conduit.Routing;
using Conduit.Routing.Breaking;
using Conduit.Routing.Deciding;

namespace Conduit.Tests.Routing.Stress;

[Collection(nameof(Threads))]
public sealed class DecidingStressTests
{
    [Fact]
    public void Ejections_under_many_threads_never_hold_more_than_the_limit()
    {
        const int Limit = 3;
        var upstreams = new RouterHarness(upstreams: 8).Router.Upstreams;
        var ejections = new Ejections();
        void AddAndRemove(int i)
        {
            var upstream = upstreams[i % upstreams.Count];
            if (ejections.TryAdd(upstream, upstream.Health, Limit))
            {
                Assert.InRange(Ejections.Excluded(ejections.List, Health.Whole), 1, Limit);
                Assert.False(ejections.TryAdd(upstream, upstream.Health, int.MaxValue));
                ejections.Remove(upstream.Health);
            }
        }

        Threads.Hammer(
            100_000, AddAndRemove, i => AddAndRemove(i * 3), i => AddAndRemove(i * 5),
            _ => Assert.InRange(Ejections.Excluded(ejections.List, Health.Whole), 0, Limit));

        Assert.Empty(ejections.List);
    }

    [Fact]
    public void TouchHealthOf_new_routes_at_once_loses_none()
    {
        var upstream = NewUpstream();
        var touched = new Health[12];
        Action Touch(int first) => () =>
        {
            for (var route = first; route < touched.Length; route += 3)
            {
                touched[route] = upstream.TouchHealthOf(route);
            }
        };

        Threads.Race(
            20_000,
            prepare: () => upstream = NewUpstream(),
            judge: () => Assert.All(touched, (health, route) => Assert.Same(health, upstream.HealthOf(route))),
            Touch(0), Touch(1), Touch(2));
    }

    [Fact]
    public void Router_under_many_threads_with_everything_failing_at_times_comes_to_rest_and_heals()
    {
        var lab = new RouterHarness(upstreams: 4, configure: options => options.Breaker.OpenFor = TimeSpan.FromMilliseconds(10));
        void Run(int i)
        {
            var request = new RoutedRequest(lab.Router, "GET", BodyKind.None) { Route = lab.Router.RouteOf($"r{i % 3}") };
            Assert.True(lab.Router.TryBegin(request));
            lab.Advance(0.1);
            var isWell = (i / 500) % 2 == 0 || request[0].Upstream == lab[i % 4];
            lab.Router.Feedback.HeadersArrived(request, 0, isWell ? 200 : 503);
            lab.Router.Feedback.Complete(request, 0, AttemptOutcome.Success);
        }

        var ejected = 0;
        Threads.Hammer(50_000, Run, i => Run(i + 250), i => Run(i * 3), _ =>
        {
            ejected = Math.Max(ejected, lab.Router.Upstreams.Count(upstream => upstream.BreakerState != BreakerState.Closed));
            Assert.All(lab.Router.Upstreams, upstream => Assert.InRange(upstream.InFlight, 0, 3));
        });
        Assert.True(ejected > 0);
        lab.RunUntil(() => lab.Router.Upstreams.All(upstream => upstream.BreakerState == BreakerState.Closed), _ => (1, 200), gap: 5, most: 20_000);

        Assert.All(lab.Router.Upstreams, upstream => Assert.Equal(0, upstream.InFlight));
    }

    private static Upstream NewUpstream() => new(RouterHarness.Define(0), new BreakerTimes(new()), 0, new Chance(1), 0);
}
