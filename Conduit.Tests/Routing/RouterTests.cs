using Conduit.Routing;

namespace Conduit.Tests.Routing;

public sealed class RouterTests
{
    private static readonly Func<string, (double, int)> Healthy = _ => (5, 200);

    private ulong _draw;

    [Fact]
    public void Slow_upstream_loses_the_traffic_and_gets_it_back_when_it_has_healed()
    {
        var lab = new RouterHarness();
        lab.RunUntil(() => lab.Router.Now > 70e6, Exponential);
        var before = lab[0].Attempts;

        lab.RunUntil(() => lab.Router.Now > 90e6, id => (id == "u0" ? 200 : Exponential(id).Milliseconds, 200));
        var during = lab[0].Attempts - before;
        Assert.InRange(during, 1, 20);

        lab.RunUntil(() => lab.Router.Now > 110e6, Exponential);
        Assert.True(lab[0].Attempts - before - during > 500);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void One_request_at_a_time_from_a_cold_start_spreads_over_equal_upstreams(int seed)
    {
        var lab = new RouterHarness(configure: options => options.Seed = (ulong)seed);
        _draw = (ulong)seed << 32;
        for (var i = 0; i < 200; i++)
        {
            lab.Run(id => (Exponential(id).Milliseconds + (lab[0].Attempts + lab[1].Attempts < 3 ? 120 : 0), 200));
            lab.Advance(5);
        }

        Assert.All(lab.Router.Upstreams, upstream => Assert.InRange(upstream.Attempts, 30, 170));
    }

    [Fact]
    public void Black_hole_without_a_single_answer_is_left_alone_because_its_requests_age()
    {
        var lab = new RouterHarness();
        lab.RunUntil(() => lab.Router.Now > 65e6, Healthy);
        var hung = new List<RoutedRequest>();

        for (var i = 0; i < 200; i++)
        {
            var request = lab.Begin();
            if (request[0].Upstream.Id == "u0")
            {
                hung.Add(request);
            }
            else
            {
                lab.Answer(request, 5);
            }
        }

        Assert.InRange(hung.Count, 1, 10);
        Assert.Equal(hung.Count, lab[0].InFlight);
    }

    [Fact]
    public void Fast_failing_upstream_does_not_look_fast()
    {
        var lab = new RouterHarness(configure: options => options.Breaker.ConsecutiveFailures = 1_000);
        lab.RunUntil(() => lab[0].Attempts + lab[1].Attempts > 1_000, id => id == "u0" ? (0.2, 503) : (5, 200));

        Assert.InRange(lab[0].Attempts, 1, 60);
    }

    [Fact]
    public void Fast_4xx_sinkhole_is_avoided_when_its_peers_give_none()
    {
        var lab = new RouterHarness();
        lab.RunUntil(() => lab[0].Attempts + lab[1].Attempts > 2_000, id => id == "u0" ? (0.2, 404) : (5, 200));

        Assert.InRange((double)lab[0].Attempts / 2_000, 0, 0.1);
        Assert.Equal(BreakerState.Closed, lab[0].BreakerState);
    }

    [Fact]
    public void Client_errors_everywhere_are_the_clients_and_cost_nobody_score()
    {
        var lab = new RouterHarness();
        lab.RunUntil(() => lab[0].Attempts + lab[1].Attempts > 1_000, _ => (5, 404));

        Assert.All(lab.Router.Snapshot().Upstreams, upstream => Assert.InRange(upstream.ErrorPenalty, 0, 60));
    }

    [Fact]
    public void Idle_upstream_is_explored_once_in_five_seconds_by_a_safe_request_only()
    {
        var lab = new RouterHarness();
        lab.RunUntil(() => lab.Router.Now > 65e6, Healthy);
        lab.RunUntil(() => lab.Router.Now > 66e6, id => (id == "u0" ? 2_000 : 5, 200));
        var explored = new List<long>();
        for (var i = 0; i < 4_000; i++)
        {
            var post = lab.Begin("POST", BodyKind.Streamed);
            Assert.NotEqual(DecisionReason.Explore, post[0].Reason);
            lab.Answer(post, 2.5);
            var get = lab.Begin();
            if (get[0].Reason == DecisionReason.Explore)
            {
                explored.Add(lab.Router.Now);
            }

            lab.Answer(get, get[0].Upstream.Id == "u0" ? 2_000 : 2.5);
        }

        Assert.NotEmpty(explored);
        Assert.All(explored.Zip(explored.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 5_000_000));
    }

    [Fact]
    public void Weight_shifts_the_load_in_proportion()
    {
        var lab = new RouterHarness(PolicyNames.LeastRequests);
        lab.Router.Update([RouterHarness.Define(0) with { Weight = 3 }, RouterHarness.Define(1)]);
        var open = new List<RoutedRequest>();
        for (var i = 0; i < 40; i++)
        {
            open.Add(lab.Begin());
        }

        Assert.Equal(30, lab[0].InFlight);
        Assert.Equal(10, lab[1].InFlight);
    }

    [Fact]
    public void Recovered_upstream_takes_its_load_up_slowly()
    {
        var lab = new RouterHarness();
        lab.RunUntil(() => lab.Transitions.Contains("u0 closed"), id => (1, id == "u0" && !lab.Transitions.Contains("u0 open") ? 503 : 200), gap: 2);
        Assert.Equal(0.1, lab[0].Capacity(Health.Whole, lab.Router.Now), 2);

        lab.Advance(1_500);
        Assert.Equal(0.5, lab[0].Capacity(Health.Whole, lab.Router.Now), 2);

        lab.Advance(1_500);
        Assert.Equal(1, lab[0].Capacity(Health.Whole, lab.Router.Now), 2);
    }

    [Fact]
    public void Failover_goes_to_untried_upstreams_within_the_attempts()
    {
        var lab = new RouterHarness(upstreams: 5);

        var request = lab.Run(_ => (1, 503));

        Assert.Equal(3, request.AttemptCount);
        Assert.Equal(3, new[] { request[0].Upstream, request[1].Upstream, request[2].Upstream }.Distinct().Count());
        Assert.Equal(DecisionReason.Failover, request[2].Reason);
    }

    [Fact]
    public void Failover_budget_bounds_a_retry_storm()
    {
        var lab = new RouterHarness(configure: options =>
        {
            options.Breaker.ConsecutiveFailures = 1_000;
            options.Breaker.FailureRatio = 1;
            options.Breaker.MinimumSamples = 100_000;
        });
        var attempts = 0;
        for (var i = 0; i < 1_000; i++)
        {
            attempts += lab.Run(_ => (1, 503)).AttemptCount;
        }

        Assert.InRange(attempts, 1_200, 1_211);
        Assert.True(lab.BudgetExhausted > 0);
    }

    [Fact]
    public void Isolated_upstream_gets_nothing_and_all_isolated_means_nowhere_to_go()
    {
        var lab = new RouterHarness();
        Assert.True(lab.Router.TryIsolate("u0", true));
        Assert.False(lab.Router.TryIsolate("nobody", true));
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal("u1", lab.Run(Healthy)[0].Upstream.Id);
        }

        lab.Router.TryIsolate("u1", true);
        Assert.False(lab.Router.TryBegin(lab.Request()));
        Assert.False(lab.Router.IsReady);

        lab.Router.TryIsolate("u0", false);
        Assert.Equal("u0", lab.Run(Healthy)[0].Upstream.Id);
    }

    [Fact]
    public void Update_keeps_what_is_known_of_those_that_stay()
    {
        var lab = new RouterHarness();
        lab.RunUntil(() => lab[0].Attempts > 20, Healthy);
        var known = lab[0];

        lab.Router.Update([RouterHarness.Define(0) with { Weight = 2 }, RouterHarness.Define(7)]);

        Assert.Same(known, lab[0]);
        Assert.Equal(2, known.Definition.Weight);
        Assert.Equal("u7", lab[1].Id);
    }

    [Fact]
    public void Empty_pool_has_nowhere_to_go()
    {
        var lab = new RouterHarness(upstreams: 0);

        Assert.False(lab.Router.TryBegin(lab.Request()));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(32)]
    [InlineData(1_000)]
    public void Decisions_of_the_same_seed_repeat(int upstreams)
    {
        string[] Play()
        {
            var lab = new RouterHarness(upstreams: upstreams);
            return [.. Enumerable.Range(0, 500).Select(_ => lab.Run(id => (1 + (id.Length * 0.3), 200))[0].Upstream.Id)];
        }

        Assert.Equal(Play(), Play());
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void Policy_of_any_name_spreads_healthy_traffic_and_ends_with_nothing_in_flight(string policy)
    {
        var lab = new RouterHarness(policy, upstreams: 3);
        var open = new Queue<RoutedRequest>();
        for (var i = 0; i < 3_000; i++)
        {
            open.Enqueue(lab.Begin());
            if (open.Count > 6)
            {
                lab.Answer(open.Dequeue(), 1);
            }
        }

        while (open.TryDequeue(out var request))
        {
            lab.Answer(request, 1);
        }

        Assert.All(lab.Router.Upstreams, upstream => Assert.Equal(0, upstream.InFlight));
        Assert.All(lab.Router.Upstreams, upstream => Assert.True(upstream.Attempts > (policy == PolicyNames.Greedy ? 5 : 500), $"{upstream.Id}: {upstream.Attempts}"));
    }

    public static TheoryData<string> Policies => [.. PolicyNames.All];

    [Fact]
    public void Requests_from_many_threads_leave_nothing_in_flight_and_lose_no_attempt()
    {
        var lab = new RouterHarness(upstreams: 4);
        Parallel.For(0, 8, thread =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                var request = lab.Request();
                if (lab.Router.TryBegin(request))
                {
                    lab.Router.Feedback.HeadersArrived(request, 0, (i + thread) % 7 == 0 ? 503 : 200);
                    lab.Router.Feedback.Complete(request, 0, AttemptOutcome.Success);
                }
            }
        });

        Assert.All(lab.Router.Upstreams, upstream => Assert.Equal(0, upstream.InFlight));
        Assert.Equal(160_000, lab.Router.Upstreams.Sum(upstream => upstream.Attempts));
    }

    [Fact]
    public void Candidates_of_a_decision_show_the_excluded_too()
    {
        var lab = new RouterHarness();
        lab.RunUntil(() => lab.Transitions.Contains("u0 open"), id => (1, id == "u0" ? 503 : 200));

        var request = lab.Begin();

        Assert.Equal("u1", request[0].Candidates[0].Upstream!.Id);
        Assert.Equal("u0", request[0].Candidates[1].Upstream!.Id);
        Assert.Equal(BreakerState.Open, request[0].Candidates[1].Breaker);
        Assert.Null(request[0].Candidates[2].Upstream);
    }

    private (double Milliseconds, int Status) Exponential(string id) => (-5 * Math.Log(1 - new Chance(7).Unit(_draw++)), 200);
}
