using System.Globalization;

namespace Conduit.Simulator.Reports;

/// <summary>
/// Whether requests were sent so late that the latencies, which count from the intended start, tell of the load's own
/// machine rather than of the target. Lag is held against the figure it is part of: at the 50th or the 99th percentile
/// it must be no more than a tenth of it. A lag of 3 ms spoils a P99 of 10 ms and is nothing to one of 200.
/// </summary>
internal static class LagVerdict
{
    private const double MostPart = 0.1;

    /// <summary>The warning a reader needs; null where the figures are sound.</summary>
    public static string? Warning(LagReport lag, LatencyReport latency)
        => Spoilt("P99", lag.P99, latency.P99) ?? Spoilt("P50", lag.P50, latency.P50);

    private static string? Spoilt(string percentile, double? lag, double? latency) => lag > MostPart * latency
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"requests were sent late: {percentile} {lag:0.00} ms, more than a tenth of the {percentile} latency of {latency:0.0} ms, which counts it too; this machine is too busy for this load")
        : null;
}
