namespace Conduit.Simulator.Reports;

/// <summary>The figures that a run, a phase and a fault have in common.</summary>
internal record SectionReport
{
    public long Requests { get; init; }

    public long Success { get; init; }

    public double? SuccessRate { get; init; }

    public long? Attempts { get; init; }

    public long? Failovers { get; init; }

    public long? Hedges { get; init; }

    /// <summary>Requests by outcome; those that did not happen are left out.</summary>
    public IReadOnlyDictionary<string, long> Outcomes { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    public LatencyReport LatencyMs { get; init; } = new(null, null, null, null, null, null, null);

    public IReadOnlyDictionary<string, UpstreamReport> Upstreams { get; init; } = new Dictionary<string, UpstreamReport>(StringComparer.Ordinal);
}

/// <summary>Latency of all requests from their intended start, in milliseconds.</summary>
internal sealed record LatencyReport(double? Mean, double? P50, double? P90, double? P95, double? P99, double? P999, double? Max);

/// <summary>One upstream's part: the attempts and failures the proxy counted, the share of the answers the client saw.</summary>
internal sealed record UpstreamReport(long? Attempts, double? Share, long? Failures);

/// <summary>How late requests were sent, in milliseconds.</summary>
internal sealed record LagReport(double? P50, double? P99, double? Max);

/// <summary>One expectation and what came of it; <paramref name="Met"/> is null where the run did not get to its end.</summary>
internal sealed record ExpectationReport(string Name, string Wanted, string? Actual, bool? Met);
