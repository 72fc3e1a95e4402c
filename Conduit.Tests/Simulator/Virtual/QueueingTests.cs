using Conduit.Routing;

namespace Conduit.Tests.Simulator.Virtual;

/// <summary>Modelled upstreams against what queueing theory says of them.</summary>
public sealed class QueueingTests
{
    [Theory]
    [InlineData(100, 10.0)]
    [InlineData(150, 20.0)]
    public void Mean_of_one_server_with_a_queue_is_that_of_M_M_1(int rate, double expected)
    {
        var report = VirtualRuns.Run(OneUpstream("{ latency: 5ms, capacity: 1 }", rate));

        // 1 / (μ − λ)
        Assert.Equal(expected, report.LatencyMs.Mean!.Value, expected * 0.03);
        // The time in an M/M/1 is exponential.
        Assert.Equal(expected * Math.Log(100), report.LatencyMs.P99!.Value, expected * Math.Log(100) * 0.06);
    }

    [Fact]
    public void Mean_of_one_constant_server_with_a_queue_is_that_of_M_D_1()
    {
        var report = VirtualRuns.Run(OneUpstream("{ latency: 5ms, distribution: constant, capacity: 1 }", 150));

        // Pollaczek and Khinchine: (1 + ρ / (2·(1 − ρ))) / μ
        Assert.Equal(12.5, report.LatencyMs.Mean!.Value, 0.4);
    }

    [Fact]
    public void Mean_of_four_servers_with_one_queue_is_that_of_M_M_4()
    {
        var report = VirtualRuns.Run(OneUpstream("{ latency: 20ms, capacity: 4 }", 150));

        // Erlang C for an offered load of 3: 50.9 % wait, 20 ms on average.
        Assert.Equal(20 + (0.5094 * 20), report.LatencyMs.Mean!.Value, 1.2);
    }

    [Fact]
    public void Rejections_of_a_full_upstream_are_those_of_Erlang_B()
    {
        var report = VirtualRuns.Run(OneUpstream("{ latency: 20ms, capacity: 4, overload: reject, overloadStatus: 429 }", 150), bare: true);

        // Erlang B for an offered load of 3 on 4 places.
        Assert.Equal(0.2061, report.Outcomes["rate-limited"] / (double)report.Requests, 0.006);
        Assert.Equal(["rate-limited", "success"], report.Outcomes.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Upstream_without_capacity_never_lets_wait()
    {
        var report = VirtualRuns.Run(OneUpstream("{ latency: 5ms, distribution: constant }", 5_000, seconds: 10));

        Assert.Equal((5.0, 5.0), (report.LatencyMs.Mean, report.LatencyMs.Max));
    }

    [Fact]
    public void Upstream_that_slows_down_takes_longer_with_each_request_and_five_times_past_its_capacity()
    {
        const string upstream = "{ latency: 10ms, distribution: constant, capacity: 10, slowdown: linear }";
        const string uniform = "client: { arrivals: uniform }";

        // Alone: 1 + 1/10; as many as 20 at once: 5.
        Assert.Equal(11, VirtualRuns.Run(OneUpstream(upstream, 10, 20, uniform)).LatencyMs.Max);
        Assert.Equal(50, VirtualRuns.Run(OneUpstream(upstream, 1_000, 20, uniform)).LatencyMs.P50!.Value, 0.1);
    }

    [Fact]
    public void Rate_limit_lets_through_what_it_allows_and_answers_the_rest_429()
    {
        var report = VirtualRuns.Run(OneUpstream("{ latency: 5ms, rateLimit: 100 }", 150), bare: true);

        // A second's worth in the beginning, then its rate.
        Assert.Equal(100 + (100 * 400), report.Success, 250.0);
        Assert.Equal(report.Requests - report.Success, report.Outcomes["rate-limited"]);
    }

    [Fact]
    public void Rate_below_the_limit_meets_hardly_any_429()
    {
        var report = VirtualRuns.Run(OneUpstream("{ latency: 5ms, rateLimit: 100 }", 80), bare: true);

        Assert.True(report.SuccessRate > 0.9999, $"{report.SuccessRate:P3} let through");
    }

    [Fact]
    public void Network_adds_its_round_trip_to_every_answer()
    {
        var report = VirtualRuns.Run(OneUpstream("{ latency: 5ms, distribution: constant }", 100, 10, "network: { rtt: 3ms }"));

        Assert.Equal((8.0, 8.0), (report.LatencyMs.P50, report.LatencyMs.Max));
    }

    [Fact]
    public void Weight_decides_the_share_at_equal_latency()
    {
        var report = VirtualRuns.Run(
            """
            upstreams: { small: { latency: 50ms }, large: { latency: 50ms, weight: 3 } }
            phases: [ { name: all, for: 60s, rate: 400 } ]
            """,
            PolicyNames.LeastRequests);

        Assert.Equal(0.75, report.Upstreams["large"].Share!.Value, 0.02);
    }

    private static string OneUpstream(string upstream, int rate, int seconds = 400, string more = "")
        => $$"""
            seed: 11
            upstreams: { only: {{upstream}} }
            phases: [ { name: all, for: {{seconds}}s, rate: {{rate}} } ]
            {{(more.Contains("network", StringComparison.Ordinal) ? more : $"network: {{ rtt: 0s }}\n{more}")}}
            """;
}
