using Conduit.Routing;

namespace Conduit.Tests.Simulator.Virtual;

public sealed class ClientTests
{
    [Fact]
    public void Client_whose_time_is_over_is_an_abort_to_the_router_and_no_failure()
    {
        var report = VirtualRuns.Run(
            """
            upstreams: { only: { latency: 200ms, distribution: constant } }
            client: { timeout: 100ms, arrivals: uniform }
            phases: [ { name: all, for: 2s, rate: 50 } ]
            """);

        Assert.Equal((100, 100.0), (report.Outcomes["timeout"], report.LatencyMs.Max));
        Assert.Equal((100, 0), (report.Upstreams["only"].Attempts, report.Upstreams["only"].Failures));
    }

    [Fact]
    public void Client_that_gave_up_leaves_the_queue()
    {
        // Five times what the upstream can do, then next to nothing: were the places in the queue not given up, the four
        // hundred that wait would keep everybody waiting for four more seconds.
        var report = VirtualRuns.Run(
            """
            upstreams: { only: { latency: 10ms, distribution: constant, capacity: 1 } }
            client: { timeout: 95ms, arrivals: uniform }
            network: { rtt: 0s }
            phases: [ { name: rush, for: 1s, rate: 500 }, { name: lull, for: 2s, rate: 5 } ]
            """);

        Assert.True(report.Phases[0].SuccessRate < 0.2);
        Assert.Equal((0.9, 10.0), (report.Phases[1].SuccessRate, Math.Round(report.Phases[1].LatencyMs.P50!.Value, 1)));
    }

    [Fact]
    public void Client_that_retries_blindly_counts_from_the_first_try()
    {
        var report = VirtualRuns.Run(
            """
            upstreams: { only: { latency: 5ms, distribution: constant } }
            client: { retries: 2, arrivals: uniform }
            network: { rtt: 0s }
            phases: [ { name: all, for: 2s, rate: 50 } ]
            faults: [ { at: 0s, for: 2s, on: only, kind: error, status: 500 } ]
            """,
            bare: true);

        Assert.Equal((100, 100), (report.Requests, report.Outcomes["server-error"]));
        Assert.Equal((300, 15.0), (report.Attempts, report.LatencyMs.Max));
    }

    [Fact]
    public void Client_that_retries_after_a_timeout_waits_anew()
    {
        var report = VirtualRuns.Run(
            """
            upstreams: { only: { latency: 10ms, distribution: constant } }
            client: { timeout: 100ms, retries: 1, arrivals: uniform }
            network: { rtt: 0s }
            phases: [ { name: all, for: 1s, rate: 50 } ]
            faults: [ { at: 0s, for: 500ms, on: only, kind: hang } ]
            """);

        // Those of the first 400 ms try twice in the fault; those of its last 100 ms are answered the second time.
        Assert.Equal(20, report.Outcomes["timeout"]);
        Assert.Equal(200.0, report.LatencyMs.Max);
        Assert.Equal(((20 * 200) + (5 * 110)) / 25.0, report.Faults[0].LatencyMs.Mean);
    }

    [Fact]
    public void Retries_of_clients_multiply_the_attempts_that_failover_alone_would_save()
    {
        const string scenario = """
            client: { retries: COUNT }
            phases: [ { name: all, for: 10s, rate: 400 } ]
            faults: [ { at: 2s, for: 6s, on: alpha, kind: error, status: 500, probability: 0.5 } ]
            """;

        var blind = VirtualRuns.Run(scenario.Replace("COUNT", "4", StringComparison.Ordinal), PolicyNames.Random, bare: true);
        var failover = VirtualRuns.Run(scenario.Replace("COUNT", "0", StringComparison.Ordinal), PolicyNames.Adaptive);

        Assert.True(blind.Attempts > 1.15 * blind.Requests);
        Assert.True(failover.Attempts < 1.02 * failover.Requests);
        Assert.Equal(1, failover.SuccessRate);
    }
}
