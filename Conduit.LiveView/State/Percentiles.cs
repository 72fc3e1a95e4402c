namespace Conduit.LiveView.State;

/// <summary>How long attempts took; each null where none was measured.</summary>
/// <param name="P50">Median, milliseconds.</param>
/// <param name="P95">95th percentile, milliseconds.</param>
/// <param name="P99">99th percentile, milliseconds.</param>
public readonly record struct Percentiles(double? P50, double? P95, double? P99)
{
    public static Percentiles Of(IReadOnlyList<double> boundsMs, ReadOnlySpan<long> cumulative)
        => new(Quantile(0.5, boundsMs, cumulative), Quantile(0.95, boundsMs, cumulative), Quantile(0.99, boundsMs, cumulative));

    /// <summary>
    /// The quantile of a histogram as Prometheus' <c>histogram_quantile</c> computes it: linear within a bucket, the first
    /// beginning at 0, and the highest bound for what lies above it.
    /// </summary>
    /// <param name="quantile">0 to 1.</param>
    /// <param name="boundsMs">Upper bounds, ascending.</param>
    /// <param name="cumulative">Counts at or below each bound, and of all.</param>
    /// <returns>Null if nothing was counted.</returns>
    public static double? Quantile(double quantile, IReadOnlyList<double> boundsMs, ReadOnlySpan<long> cumulative)
    {
        if (cumulative.Length != boundsMs.Count + 1 || boundsMs.Count == 0 || cumulative[^1] <= 0)
        {
            return null;
        }

        var rank = quantile * cumulative[^1];
        var bucket = 0;
        while (bucket < boundsMs.Count && cumulative[bucket] < rank)
        {
            bucket++;
        }

        if (bucket == boundsMs.Count)
        {
            return boundsMs[^1];
        }

        var (from, below) = bucket == 0 ? (0, 0) : (boundsMs[bucket - 1], cumulative[bucket - 1]);
        var within = cumulative[bucket] - below;
        return within == 0 ? boundsMs[bucket] : from + ((boundsMs[bucket] - from) * ((rank - below) / within));
    }
}
