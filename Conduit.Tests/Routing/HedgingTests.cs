using Conduit.Routing;
using Microsoft.Extensions.Time.Testing;

namespace Conduit.Tests.Routing;

public sealed class HedgingTests
{
    private static readonly Func<string, (double, int)> FirstSlow = id => (id == "u0" ? 200 : 10, 200);

    [Theory]
    [InlineData("GET", BodyKind.None, true)]
    [InlineData("HEAD", BodyKind.None, true)]
    [InlineData("GET", BodyKind.Buffered, false)]
    [InlineData("PUT", BodyKind.None, false)]
    [InlineData("POST", BodyKind.None, false)]
    [InlineData("POST", BodyKind.Streamed, false)]
    public void HedgeDelay_is_for_safe_requests_without_a_body_only(string method, BodyKind body, bool hedged)
    {
        var lab = Warm();

        var request = lab.Begin(method, body);

        Assert.Equal(hedged, lab.Router.HedgeDelay(request) != Timeout.InfiniteTimeSpan);
    }

    [Fact]
    public void HedgeDelay_goes_by_the_other_upstreams_not_by_the_slow_ones_own_latency()
    {
        var lab = new RouterHarness(PolicyNames.RoundRobin, configure: NoBreaker);
        for (var i = 0; i < 200; i++)
        {
            lab.Run(FirstSlow);
        }

        var delays = Enumerable.Range(0, 2).Select(_ => lab.Begin()).ToDictionary(request => request[0].Upstream.Id, request => lab.Router.HedgeDelay(request).TotalMilliseconds);

        Assert.InRange(delays["u0"], 10, 12);
        Assert.InRange(delays["u1"], 180, 230);
    }

    [Fact]
    public void HedgeDelay_on_fast_upstreams_is_the_least_allowed()
    {
        var lab = new RouterHarness();
        lab.RunUntil(() => lab[0].Attempts > 20 && lab[1].Attempts > 20, _ => (0.5, 200));

        Assert.Equal(TimeSpan.FromMilliseconds(10), lab.Router.HedgeDelay(lab.Begin()));
    }

    [Fact]
    public void TryBeginHedge_goes_to_the_other_upstream_once_waiting_on_costs_more()
    {
        var lab = Warm();
        var request = lab.Begin();

        lab.Advance(lab.Router.HedgeDelay(request).TotalMilliseconds);

        Assert.True(lab.Router.TryBeginHedge(request));
        Assert.Equal(DecisionReason.Hedge, request[1].Reason);
        Assert.NotEqual(request[0].Upstream, request[1].Upstream);
    }

    [Fact]
    public void TryBeginHedge_to_an_upstream_that_is_busier_than_the_first_is_slow_is_refused()
    {
        var lab = Warm();
        var request = lab.Begin();
        for (var i = 0; i < 50; i++)
        {
            var other = new RoutedRequest(lab.Router, "GET", BodyKind.None) { Among = [.. lab.Router.Upstreams.Where(upstream => upstream != request[0].Upstream)] };
            Assert.True(lab.Router.TryBegin(other));
        }

        lab.Advance(25);

        Assert.False(lab.Router.TryBeginHedge(request));
    }

    [Fact]
    public void TryBeginHedge_spends_a_budget_of_its_own()
    {
        var lab = Warm(options => options.Hedging.BudgetCap = 3);
        lab.Router.TryIsolate("u1", true);
        var requests = Enumerable.Range(0, 40).Select(_ => lab.Begin()).ToList();
        lab.Router.TryIsolate("u1", false);
        lab.Advance(1_000);

        var hedged = requests.Count(request => lab.Router.TryBeginHedge(request));

        Assert.Equal(3, hedged);
        Assert.Equal(0, lab.BudgetExhausted);
    }

    [Fact]
    public void Supersede_lets_one_attempt_at_a_time_go_on_to_learn_and_frees_the_place_of_others()
    {
        var lab = Warm();
        lab.Router.TryIsolate("u1", true);
        var (scout, other) = (lab.Begin(), lab.Begin());
        lab.Router.TryIsolate("u1", false);
        var failures = lab[0].Failures;

        Assert.True(lab.Router.Feedback.Supersede(scout, 0));
        Assert.False(lab.Router.Feedback.Supersede(other, 0));
        // Its own pipeline tells of the cancelling later, and is not heard.
        lab.Router.Feedback.Complete(other, 0, AttemptOutcome.Timeout);
        Assert.Equal((AttemptOutcome.Superseded, AttemptOutcome.Superseded), (scout[0].Outcome, other[0].Outcome));
        Assert.Equal((1, failures), (lab[0].InFlight, lab[0].Failures));

        lab.Advance(500);
        lab.Router.Feedback.HeadersArrived(scout, 0, 200);
        lab.Router.Feedback.Complete(scout, 0, AttemptOutcome.Success);

        Assert.Equal(0, lab[0].InFlight);
        Assert.InRange(lab.Router.Snapshot().Upstreams[0].Latency.TotalMilliseconds, 150, 160);
        Assert.True(lab.Router.Feedback.Supersede(lab.Begin(), 0));
    }

    [Fact]
    public void HeadersArrived_of_an_attempt_that_another_thread_is_just_superseding_is_no_sample()
    {
        var clock = new InterruptedClock();
        var router = new Router(PolicyNames.Adaptive, new RouterOptions(), clock);
        router.Update([RouterHarness.Define(0)]);
        var upstream = router.Upstreams[0];
        var request = new RoutedRequest(router, "GET", BodyKind.None);
        Assert.True(router.TryBegin(request) && upstream.TryScout());
        clock.Advance(TimeSpan.FromMilliseconds(0.5));

        clock.Interruption = () => Assert.False(router.Feedback.Supersede(request, 0));
        router.Feedback.HeadersArrived(request, 0, 200);

        Assert.Equal((AttemptOutcome.Superseded, 500, 0), (request[0].Outcome, request[0].Waited, upstream.InFlight));
        Assert.False(upstream.Latency.HasSample);
    }

    [Fact]
    public void Supersede_of_a_trial_lets_it_go_on_and_judge_the_upstream()
    {
        var lab = Warm();
        lab.FailTogether(lab[0], 5, AttemptOutcome.ServerError);
        lab.Advance(600);
        var request = lab.Begin();
        Assert.Equal(DecisionReason.Probe, request[0].Reason);
        lab.Advance(30);
        Assert.True(lab.Router.TryBeginHedge(request));

        Assert.True(lab.Router.Feedback.Supersede(request, 0));
        Assert.Equal(1, lab[0].InFlight);
        lab.Advance(1_000);
        lab.Router.Feedback.Complete(request, 0, AttemptOutcome.Timeout);

        Assert.Equal(AttemptOutcome.Superseded, request[0].Outcome);
        Assert.Equal(0, lab[0].InFlight);
        Assert.Equal(["u0 open", "u0 half-open", "u0 open"], lab.Transitions);
    }

    [Fact]
    public void HedgeDelay_before_anything_is_measured_is_none()
    {
        var lab = new RouterHarness();

        Assert.Equal(Timeout.InfiniteTimeSpan, lab.Router.HedgeDelay(lab.Begin()));
    }

    private static RouterHarness Warm(Action<RouterOptions>? configure = null)
    {
        var lab = new RouterHarness(configure: configure);
        lab.RunUntil(() => lab[0].Attempts > 20 && lab[1].Attempts > 20, _ => (10, 200));
        return lab;
    }

    private static void NoBreaker(RouterOptions options) => options.Breaker.ConsecutiveFailures = 1_000;

    /// <summary>Lets something happen just when somebody looks at it, once.</summary>
    private sealed class InterruptedClock : FakeTimeProvider
    {
        public Action? Interruption { get; set; }

        public override long GetTimestamp()
        {
            var interruption = Interruption;
            Interruption = null;
            interruption?.Invoke();
            return base.GetTimestamp();
        }
    }
}
