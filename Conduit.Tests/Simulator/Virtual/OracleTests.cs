using Conduit.Routing;

namespace Conduit.Tests.Simulator.Virtual;

public sealed class OracleTests
{
    private const string Oracle = "Oracle";

    [Theory]
    [InlineData("latency, add: 50ms")]
    [InlineData("error, status: 503, probability: 0.05")]
    [InlineData("hang, probability: 0.05")]
    [InlineData("reset")]
    [InlineData("truncate")]
    [InlineData("refuse")]
    [InlineData("crash")]
    public void Oracle_sends_nothing_to_an_upstream_in_trouble(string fault)
    {
        var report = VirtualRuns.Run(
            $$"""
            phases: [ { name: all, for: 6s, rate: 200 } ]
            faults: [ { at: 2s, for: 2s, on: alpha, kind: {{fault}} } ]
            """,
            Oracle, bare: true);

        Assert.Equal(0, report.Faults[0].Upstreams["alpha"].Attempts);
        Assert.InRange(report.Upstreams["alpha"].Share!.Value, 0.25, 0.4);
    }

    [Fact]
    public void Oracle_keeps_away_only_the_requests_that_the_fault_befalls()
    {
        var report = VirtualRuns.Run(
            """
            phases: [ { name: all, for: 20s, rate: 200 } ]
            faults: [ { at: 0s, for: 20s, on: alpha, kind: error, status: 500, paths: "/orders*" } ]
            requests: [ { path: "/items/{n}" }, { path: "/orders/{n}" } ]
            """,
            Oracle, bare: true);

        Assert.Equal(0, report.Upstreams["alpha"].Failures);
        Assert.Equal(0.25, report.Upstreams["alpha"].Share!.Value, 0.03);
    }

    [Fact]
    public void Oracle_with_queues_is_better_than_policies_that_only_see_their_own_requests()
    {
        const string scenario = """
            seed: 3
            upstreams: { node: { latency: 20ms, count: 5, capacity: 1 } }
            client: { proxies: 5 }
            phases: [ { name: all, for: 30s, rate: 200 } ]
            """;

        var oracle = VirtualRuns.Run(scenario, Oracle).LatencyMs.Mean;

        Assert.True(oracle < VirtualRuns.Run(scenario, PolicyNames.LeastRequests).LatencyMs.Mean);
        Assert.True(oracle < VirtualRuns.Run(scenario, PolicyNames.Adaptive).LatencyMs.Mean);
    }
}
