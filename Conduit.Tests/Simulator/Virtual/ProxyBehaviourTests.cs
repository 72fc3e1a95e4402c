using Conduit.Routing;

namespace Conduit.Tests.Simulator.Virtual;

public sealed class ProxyBehaviourTests
{
    [Fact]
    public void Brownout_under_Adaptive_meets_all_expectations()
        => Assert.All(VirtualRuns.Run(VirtualRuns.Shipped("brownout")).Expectations, expectation => Assert.True(expectation.Met, $"{expectation}"));

    [Fact]
    public void Brownout_under_RoundRobin_misses_share_and_P99()
        => Assert.Equal(
            ["slow-alpha: p99", "slow-alpha: share alpha"],
            VirtualRuns.Run(VirtualRuns.Shipped("brownout"), PolicyNames.RoundRobin).Expectations.Where(expectation => expectation.Met == false).Select(expectation => expectation.Name));

    [Theory]
    [InlineData("black-hole")]
    [InlineData("burst")]
    [InlineData("crash")]
    [InlineData("errors")]
    [InlineData("flapping")]
    [InlineData("steady")]
    [InlineData("tour")]
    public void Scenario_that_ships_meets_its_expectations_under_Adaptive(string name)
        => Assert.All(VirtualRuns.Run(VirtualRuns.Shipped(name)).Expectations, expectation => Assert.True(expectation.Met, $"{expectation}"));

    [Fact]
    public void Attempts_of_failed_over_requests_belong_to_the_section_of_the_request()
    {
        var report = VirtualRuns.Run(
            """
            seed: 2
            client: { arrivals: uniform }
            phases: [ { name: before, for: 2s, rate: 200 }, { name: trouble, for: 2s, rate: 200 }, { name: after, for: 2s, rate: 200 } ]
            faults: [ { at: 2s, for: 2s, on: alpha, kind: error, status: 503 } ]
            proxy: { Routing: { Hedging: { BudgetPerRequest: 0 } } }
            """,
            PolicyNames.RoundRobin);

        Assert.Equal((400, 400, 0), (report.Phases[0].Requests, report.Phases[0].Attempts, report.Phases[0].Failovers));
        var trouble = report.Phases[1];
        Assert.True(trouble.Failovers >= 5);
        Assert.Equal((1.0, 400 + trouble.Failovers), (trouble.SuccessRate, trouble.Attempts));
        Assert.Equal(trouble.Failovers, trouble.Upstreams["alpha"].Failures);
        Assert.Equal(trouble.Attempts, trouble.Upstreams["alpha"].Attempts + trouble.Upstreams["beta"].Attempts);
        Assert.Equal((trouble.Attempts, trouble.Failovers), (report.Faults[0].Attempts, report.Faults[0].Failovers));
        Assert.Equal(report.Phases.Sum(phase => phase.Attempts), report.Attempts);
    }

    [Fact]
    public void Post_that_failed_is_not_sent_again()
    {
        const string scenario = """
            client: { arrivals: uniform }
            phases: [ { name: all, for: 4s, rate: 100 } ]
            faults: [ { at: 1s, for: 2s, on: alpha, kind: reset } ]
            requests: [ { method: POST, path: /orders, body: 1KiB } ]
            """;

        var report = VirtualRuns.Run(scenario, PolicyNames.RoundRobin);

        Assert.Equal(0, report.Failovers);
        Assert.Equal(report.Upstreams["alpha"].Failures, report.Outcomes["server-error"]);
        Assert.Equal(1, VirtualRuns.Run(scenario.Replace("POST", "PUT", StringComparison.Ordinal), PolicyNames.RoundRobin).SuccessRate);
    }

    [Fact]
    public void Attempt_that_hangs_goes_elsewhere_when_its_time_is_over_if_it_can_be_repeated()
    {
        const string scenario = """
            client: { timeout: 5s, arrivals: uniform }
            upstreams: { alpha: { latency: 5ms, distribution: constant }, beta: { latency: 5ms, distribution: constant } }
            network: { rtt: 0s }
            proxy: { Routing: { AttemptTimeout: 300ms, Breaker: { ConsecutiveFailures: 1000, MinimumSamples: 100000 } } }
            phases: [ { name: all, for: 2s, rate: 10 } ]
            faults: [ { at: 0s, for: 2s, on: alpha, kind: hang } ]
            requests: [ { method: PUT, path: /files, body: SIZE } ]
            """;

        // Held in memory: the other upstream takes over. Passed through: the client waits in vain.
        var held = VirtualRuns.Run(scenario.Replace("SIZE", "64KiB", StringComparison.Ordinal), PolicyNames.RoundRobin);
        var streamed = VirtualRuns.Run(scenario.Replace("SIZE", "65KiB", StringComparison.Ordinal), PolicyNames.RoundRobin);

        Assert.Equal((1.0, 305.0), (held.SuccessRate, held.LatencyMs.Max));
        Assert.Equal((10, 5_000.0), (streamed.Outcomes["timeout"], streamed.LatencyMs.Max));
    }

    [Fact]
    public void Deadline_ends_a_request_that_no_upstream_answers()
    {
        var report = VirtualRuns.Run(
            """
            client: { timeout: 5s, arrivals: uniform }
            proxy: { Routing: { AttemptTimeout: 300ms, Deadline: 400ms } }
            phases: [ { name: all, for: 1s, rate: 20 } ]
            faults: [ { at: 0s, for: 1s, on: alpha, kind: hang }, { at: 0s, for: 1s, on: beta, kind: hang } ]
            """);

        Assert.Equal(report.Requests, report.Outcomes["server-error"]);
        Assert.InRange(report.LatencyMs.Max!.Value, 300, 401);
    }

    [Fact]
    public void Request_over_the_proxys_limit_is_shed()
    {
        var report = VirtualRuns.Run(
            """
            upstreams: { only: { latency: 99ms, distribution: constant } }
            client: { arrivals: uniform }
            network: { rtt: 0s }
            proxy: { MaxConcurrentRequests: 5 }
            phases: [ { name: all, for: 10s, rate: 100 } ]
            """);

        Assert.Equal(0.5, report.SuccessRate!.Value, 0.01);
        Assert.Equal(report.Success, report.Attempts);
    }

    [Fact]
    public void Proxy_among_several_learns_for_itself_alone()
    {
        const string scenario = """
            phases: [ { name: all, for: 10s, rate: 400 } ]
            faults: [ { at: 2s, for: 6s, on: alpha, kind: refuse } ]
            client: { proxies: COUNT }
            """;

        var one = VirtualRuns.Run(scenario.Replace("COUNT", "1", StringComparison.Ordinal), PolicyNames.RoundRobin);
        var ten = VirtualRuns.Run(scenario.Replace("COUNT", "10", StringComparison.Ordinal), PolicyNames.RoundRobin);

        Assert.True(ten.Failovers > 5 * one.Failovers, $"{ten.Failovers} against {one.Failovers} failovers");
    }

    [Theory]
    [InlineData("refuse")]
    [InlineData("crash")]
    [InlineData("reset")]
    [InlineData("hang")]
    [InlineData("latency, add: 300ms")]
    [InlineData("error, status: 500")]
    public void Choice_that_is_bare_is_neither_corrected_nor_repeated(string kind)
    {
        var report = VirtualRuns.Run(
            $$"""
            client: { arrivals: uniform }
            phases: [ { name: all, for: 6s, rate: 200 } ]
            faults: [ { at: 2s, for: 3s, on: alpha, kind: {{kind}} } ]
            """,
            PolicyNames.RoundRobin,
            bare: true);

        Assert.Equal((report.Requests, 0, 0), (report.Attempts, report.Failovers, report.Hedges));
        Assert.Equal((300, 300), (report.Faults[0].Upstreams["alpha"].Attempts, report.Faults[0].Upstreams["beta"].Attempts));
    }
}
