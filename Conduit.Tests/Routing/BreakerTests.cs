using Conduit.Routing;

namespace Conduit.Tests.Routing;

public sealed class BreakerTests
{
    private static readonly Func<string, (double, int)> Healthy = _ => (5, 200);
    private static readonly Func<string, (double, int)> FirstFails = id => (1, id == "u0" ? 503 : 200);

    [Fact]
    public void Five_failures_in_a_row_open_it()
    {
        var lab = new RouterHarness();

        lab.RunUntil(() => lab.Transitions.Count > 0, FirstFails);

        Assert.Equal("u0 open", lab.Transitions[0]);
        Assert.Equal(5, lab[0].Failures);
        Assert.Equal(BreakerState.Open, lab[0].BreakerState);
    }

    [Fact]
    public void Second_failure_to_connect_in_a_row_opens_it()
    {
        var lab = new RouterHarness();
        lab.FailTogether(lab[0], 1, AttemptOutcome.ConnectFailure);
        Assert.Equal(BreakerState.Closed, lab[0].BreakerState);

        lab.FailTogether(lab[0], 1, AttemptOutcome.ConnectFailure);
        Assert.Equal(BreakerState.Open, lab[0].BreakerState);
    }

    [Fact]
    public void Connections_that_broke_at_once_are_followed_up_until_it_opens()
    {
        var lab = new RouterHarness();
        lab.FailTogether(lab[0], 3, AttemptOutcome.Reset);
        Assert.Equal(BreakerState.Closed, lab[0].BreakerState);
        var began = lab.Time.GetTimestamp();

        // The score alone would leave it in doubt for seconds.
        while (lab[0].BreakerState == BreakerState.Closed)
        {
            var request = lab.Begin();
            lab.End(request, request[0].Upstream == lab[0] ? AttemptOutcome.ConnectFailure : AttemptOutcome.Success, milliseconds: 5);
        }

        Assert.InRange(lab.Time.GetElapsedTime(began).TotalMilliseconds, 250, 300);
    }

    [Fact]
    public void Half_of_twenty_samples_failing_open_it_without_a_streak()
    {
        var lab = new RouterHarness(PolicyNames.RoundRobin);
        var turn = 0;

        lab.RunUntil(() => lab.Transitions.Count > 0, id => (1, id == "u0" && turn++ % 2 == 0 ? 503 : 200), gap: 1, most: 100);

        Assert.InRange(lab[0].Attempts, 20, 24);
    }

    [Fact]
    public void Open_gets_no_request_until_its_time_is_over_then_one_trial_every_250_ms_and_closes_on_three_successes()
    {
        var lab = new RouterHarness();
        lab.RunUntil(() => lab.Transitions.Count > 0, FirstFails);
        var openedAt = lab.Router.Now;
        var trials = new List<long>();

        lab.RunUntil(
            () => lab.Transitions.Contains("u0 closed"),
            id =>
            {
                if (id == "u0")
                {
                    trials.Add(lab.Router.Now - openedAt);
                }

                return (1, 200);
            },
            gap: 1);

        Assert.Equal(["u0 open", "u0 half-open", "u0 closed"], lab.Transitions);
        Assert.Equal(3, trials.Count);
        Assert.InRange(trials[0], 450_000, 560_000);
        Assert.All(trials.Zip(trials.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 250_000, 260_000));
    }

    [Fact]
    public void Failed_trial_opens_it_again_for_longer_up_to_two_seconds()
    {
        var lab = new RouterHarness();
        var opened = new List<long>();
        lab.RunUntil(
            () =>
            {
                if (lab.Transitions.Count(transition => transition == "u0 open") > opened.Count)
                {
                    opened.Add(lab.Router.Now);
                }

                return opened.Count == 6;
            },
            FirstFails, gap: 2);

        var stays = opened.Zip(opened.Skip(1), (from, to) => (to - from) / 1e6).ToArray();
        Assert.InRange(stays[0], 0.45, 0.6);
        Assert.InRange(stays[1], 0.9, 1.15);
        Assert.InRange(stays[2], 1.8, 2.25);
        Assert.InRange(stays[4], 1.8, 2.25);
    }

    [Fact]
    public void Result_that_started_before_the_trip_is_ignored()
    {
        var lab = new RouterHarness(PolicyNames.RoundRobin);
        var late = lab.Begin();
        while (late[0].Upstream.Id != "u0")
        {
            late = lab.Begin();
        }

        lab.RunUntil(() => lab.Transitions.Contains("u0 open"), FirstFails);
        lab.RunUntil(() => lab.Transitions.Contains("u0 half-open"), FirstFails, gap: 1);
        lab.End(late, AttemptOutcome.Success);

        Assert.DoesNotContain("u0 closed", lab.Transitions);
        Assert.NotEqual(BreakerState.Closed, lab[0].BreakerState);
    }

    [Fact]
    public void Hung_trial_does_not_wedge_it()
    {
        var lab = new RouterHarness();
        lab.RunUntil(() => lab.Transitions.Contains("u0 open"), FirstFails);
        lab.Advance(600);
        var hung = lab.Begin();
        Assert.Equal(DecisionReason.Probe, hung[0].Reason);

        Assert.NotEqual(DecisionReason.Probe, lab.Begin()[0].Reason);
        lab.Advance(lab.Router.Options.AttemptTimeout.TotalMilliseconds + 1);

        Assert.Equal(DecisionReason.Probe, lab.Begin()[0].Reason);
    }

    [Fact]
    public void Cancelled_trial_is_neither_success_nor_failure_and_frees_the_slot()
    {
        var lab = new RouterHarness();
        lab.RunUntil(() => lab.Transitions.Contains("u0 open"), FirstFails);
        lab.Advance(600);
        var trial = lab.Begin();
        lab.End(trial, AttemptOutcome.ClientAbort);

        Assert.Equal(BreakerState.HalfOpen, lab[0].BreakerState);
        lab.Advance(250);
        Assert.Equal(DecisionReason.Probe, lab.Begin()[0].Reason);
    }

    [Fact]
    public void Trial_takes_no_unsafe_request_while_safe_ones_come_but_any_after_ten_seconds_without()
    {
        var lab = new RouterHarness();
        lab.RunUntil(() => lab.Transitions.Contains("u0 open"), FirstFails);
        lab.Advance(600);
        var post = lab.Begin("POST", BodyKind.Streamed);
        Assert.Equal(DecisionReason.Score, post[0].Reason);
        lab.Answer(post, 1);

        lab.Advance(10_000);

        Assert.Equal(DecisionReason.Probe, lab.Begin("POST", BodyKind.Streamed)[0].Reason);
    }

    [Fact]
    public void Ejection_stops_at_half_of_the_pool_while_any_succeeds()
    {
        var lab = new RouterHarness(PolicyNames.RoundRobin, upstreams: 4);

        lab.RunUntil(() => lab.Router.Upstreams.Sum(upstream => upstream.Attempts) > 400, id => (1, id == "u3" ? 200 : 503), gap: 1);

        Assert.Equal(2, lab.Transitions.Where(transition => transition.EndsWith(" open", StringComparison.Ordinal)).Distinct().Count());
        Assert.Equal(2, lab.Router.Upstreams.Count(upstream => upstream.BreakerState == BreakerState.Closed));
    }

    [Fact]
    public void All_may_open_when_none_has_succeeded_for_a_second_and_that_is_panic()
    {
        var lab = new RouterHarness();
        lab.Run(Healthy);

        lab.RunUntil(() => !lab.Router.IsReady, _ => (1, 503));
        var request = lab.Begin();

        Assert.Equal(DecisionReason.Panic, request[0].Reason);
        lab.End(request, AttemptOutcome.ServerError);
        Assert.False(lab.Router.TryBeginFailover(request));
    }

    [Fact]
    public void All_down_and_back_gets_traffic_everywhere_again()
    {
        var lab = new RouterHarness();
        lab.RunUntil(() => !lab.Router.IsReady, _ => (1, 503));
        lab.RunUntil(() => lab.Router.Now > 120e6, _ => (1, 503), gap: 50);

        var healed = lab.Router.Now;
        lab.RunUntil(() => lab.Router.Upstreams.All(upstream => upstream.BreakerState == BreakerState.Closed), Healthy, gap: 5);

        Assert.InRange((lab.Router.Now - healed) / 1e6, 0, 33);
        var before = lab.Router.Upstreams.Select(upstream => upstream.Attempts).ToArray();
        lab.RunUntil(() => lab.Router.Now - healed > 60e6, Healthy, gap: 5);
        Assert.All(lab.Router.Upstreams.Zip(before), pair => Assert.True(pair.First.Attempts - pair.Second > 100));
    }
}
