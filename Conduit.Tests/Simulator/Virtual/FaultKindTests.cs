using Conduit.Simulator.Reports;

namespace Conduit.Tests.Simulator.Virtual;

/// <summary>
/// What each kind of fault does to a lone upstream that takes 10 ms, 2 ms of network aside, at 100 evenly spaced requests
/// a second, without anything that would mend it. The fault is in force from the second to the fourth second.
/// </summary>
public sealed class FaultKindTests
{
    [Fact]
    public void Latency_that_is_added_comes_on_top_of_the_service_time()
    {
        var report = Run("kind: latency, add: 100ms");

        Assert.Equal((112.0, 112.0), (report.Faults[0].LatencyMs.Mean, report.Faults[0].LatencyMs.Max));
        Assert.Equal(12.0, report.LatencyMs.P50!.Value, 0.01);
    }

    [Fact]
    public void Latency_that_is_set_takes_the_place_of_the_service_time()
        => Assert.Equal(52.0, Run("kind: latency, set: 50ms").Faults[0].LatencyMs.Max);

    [Fact]
    public void Latency_that_creeps_is_half_way_on_average()
        => Assert.Equal(12 + 50, Run("kind: latency, add: 0ms, rampTo: 100ms").Faults[0].LatencyMs.Mean!.Value, 1.0);

    [Fact]
    public void Latency_with_jitter_spreads_to_both_sides()
    {
        var latency = Run("kind: latency, add: 100ms, jitter: 40ms").Faults[0].LatencyMs;

        Assert.InRange(latency.Max!.Value, 145, 152);
        Assert.Equal(112, latency.Mean!.Value, 6.0);
    }

    [Theory]
    [InlineData(500, "server-error")]
    [InlineData(503, "server-error")]
    [InlineData(429, "rate-limited")]
    [InlineData(404, "client-error")]
    public void Error_of_a_status_is_what_the_client_sees(int status, string outcome)
    {
        var fault = Run($"kind: error, status: {status}").Faults[0];

        Assert.Equal([(outcome, fault.Requests)], fault.Outcomes.Select(pair => (pair.Key, pair.Value)));
        Assert.Equal(outcome == "client-error" ? fault.Requests : 0, fault.Success);
        Assert.Equal(outcome == "client-error" ? 0 : fault.Requests, fault.Upstreams["only"].Failures);
        Assert.Equal(12.0, fault.LatencyMs.Max);
    }

    [Fact]
    public void Error_after_no_time_comes_at_once()
        => Assert.Equal(2.0, Run("kind: error, status: 500, after: 0s").Faults[0].LatencyMs.Max);

    [Fact]
    public void Error_of_a_probability_befalls_that_part()
        => Assert.Equal(0.5, Run("kind: error, status: 500, probability: 0.5").Faults[0].SuccessRate!.Value, 0.1);

    [Fact]
    public void Error_on_paths_befalls_those_alone()
    {
        var report = Run("kind: error, status: 500, paths: \"/orders*\"", "requests: [ { path: \"/items/{n}\" }, { path: \"/orders/{n}?all=1\" } ]");

        Assert.Equal(0.5, report.Faults[0].SuccessRate!.Value, 0.1);
    }

    [Fact]
    public void Pause_holds_back_what_would_be_done_in_it_until_its_end()
    {
        var fault = Run("kind: pause, every: 1s, length: 300ms").Faults[0];

        // From 2.0 s and 3.0 s. The longest wait is for what was sent at 2.99 s and would have been done at 3.001 s.
        Assert.Equal(311.0, fault.LatencyMs.Max);
        Assert.Equal(12.0, fault.LatencyMs.P50!.Value, 0.01);
        Assert.Equal(1, fault.SuccessRate);
    }

    [Fact]
    public void Hang_ends_with_the_client_that_waited()
    {
        var fault = Run("kind: hang").Faults[0];

        Assert.Equal(fault.Requests, fault.Outcomes["timeout"]);
        Assert.Equal(500.0, fault.LatencyMs.Max);
    }

    [Fact]
    public void Hang_holds_its_place_until_it_is_given_up()
    {
        // Whoever hangs in the only place gives up after 500 ms, and so does the next, who has waited nearly as long.
        var report = Run("kind: hang", upstream: "latency: 1ms, distribution: constant, capacity: 1");

        Assert.Equal((200, 200), (report.Outcomes["timeout"], report.Faults[0].Outcomes["timeout"]));
        // The first that does not hang comes at 4.0 s and waits for the last that does.
        Assert.InRange(report.Phases[0].LatencyMs.P90!.Value, 300, 500);
    }

    [Fact]
    public void Refuse_is_the_proxys_own_error_at_once()
    {
        var report = Run("kind: refuse", "network: { rtt: 2ms, refuse: 3ms }");

        Assert.Equal(report.Faults[0].Requests, report.Outcomes["server-error"]);
        Assert.Equal(3.0, report.Faults[0].LatencyMs.Max);
    }

    [Fact]
    public void Reset_comes_in_place_of_the_answer()
    {
        var report = Run("kind: reset");

        Assert.Equal(report.Faults[0].Requests, report.Outcomes["server-error"]);
        Assert.Equal(12.0, report.Faults[0].LatencyMs.Max);
    }

    [Fact]
    public void Truncate_breaks_the_answer_under_the_client()
    {
        var report = Run("kind: truncate");

        Assert.Equal(report.Faults[0].Requests, report.Outcomes["truncated"]);
        Assert.Equal(report.Faults[0].Requests, report.Upstreams["only"].Failures);
    }

    [Fact]
    public void Crash_cuts_what_is_on_board_and_refuses_until_its_end()
    {
        var report = Run("kind: crash", upstream: "latency: 100ms, distribution: constant");

        // Ten are being worked on at 2.0 s; the one that is still on its way then is refused.
        Assert.Equal(report.Faults[0].Requests + 10, report.Outcomes["server-error"]);
        Assert.Equal(0, report.Faults[0].Success);
        // Cut when the crash begins, and half a round trip later known.
        Assert.Equal(102.0, report.LatencyMs.Max);
    }

    [Fact]
    public void Crash_empties_the_queue_too()
    {
        var report = Run("kind: crash", upstream: "latency: 9.9ms, distribution: constant, capacity: 1", more: "client: { timeout: 500ms, arrivals: poisson }");

        Assert.Equal(["server-error", "success"], report.Outcomes.Keys.Order(StringComparer.Ordinal));
    }

    private static RunReport Run(string fault, string more = "", string upstream = "latency: 10ms, distribution: constant") => VirtualRuns.Run(
        $$"""
        seed: 1
        upstreams: { only: { {{upstream}} } }
        phases: [ { name: all, for: 6s, rate: 100 } ]
        faults: [ { at: 2s, for: 2s, on: only, {{fault}} } ]
        {{(more.Contains("network", StringComparison.Ordinal) ? "" : "network: { rtt: 2ms }")}}
        {{(more.Contains("client", StringComparison.Ordinal) ? "" : "client: { timeout: 500ms, arrivals: uniform }")}}
        {{more}}
        """,
        bare: true);
}
