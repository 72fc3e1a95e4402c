namespace Conduit.Simulator.Scenarios.Model;

/// <summary>What can be expected of a run, a phase or a fault.</summary>
internal enum ExpectedMetric
{
    Success,
    P50,
    P90,
    P95,
    P99,
    P999,
    Mean,
    Max,
    Share,
    ShiftWithin,
    RecoverWithin,
}

internal static class ExpectedMetrics
{
    /// <summary>The metric's key in a scenario file.</summary>
    public static string Key(this ExpectedMetric metric) => metric switch
    {
        ExpectedMetric.Success => "success",
        ExpectedMetric.P50 => "p50",
        ExpectedMetric.P90 => "p90",
        ExpectedMetric.P95 => "p95",
        ExpectedMetric.P99 => "p99",
        ExpectedMetric.P999 => "p999",
        ExpectedMetric.Mean => "mean",
        ExpectedMetric.Max => "max",
        ExpectedMetric.Share => "share",
        ExpectedMetric.ShiftWithin => "shiftWithin",
        ExpectedMetric.RecoverWithin => "recoverWithin",
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, "no such metric"),
    };

    /// <summary>Whether the metric is a fraction of requests; the others are times.</summary>
    public static bool IsFraction(this ExpectedMetric metric) => metric is ExpectedMetric.Success or ExpectedMetric.Share;
}
