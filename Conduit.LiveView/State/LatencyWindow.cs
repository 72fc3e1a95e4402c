using Conduit.LiveView.Apis;

namespace Conduit.LiveView.State;

/// <summary>
/// Percentiles of the last seconds, from the differences of cumulative buckets. Counters that fell belong to a proxy that
/// has started anew: what came before is forgotten. Not thread-safe.
/// </summary>
internal sealed class LatencyWindow
{
    private readonly TimeSpan _length;
    private readonly Queue<LatencyMessage> _readings = new();
    private LatencyMessage? _latest;

    /// <param name="length">How far back it looks.</param>
    public LatencyWindow(TimeSpan length) => _length = length;

    public void Add(LatencyMessage reading)
    {
        if (_latest is { } before && HasRestarted(before, reading))
        {
            _readings.Clear();
        }

        _latest = reading;
        _readings.Enqueue(reading);
        while (_readings.Count > 2 && reading.At - _readings.Peek().At > _length)
        {
            _readings.Dequeue();
        }
    }

    /// <summary>Of all upstreams together.</summary>
    public Percentiles All() => _latest is { } latest ? Of(latest.Upstreams) : default;

    /// <summary>Of one upstream.</summary>
    public Percentiles Of(string cluster, string id)
        => _latest?.Upstreams.FirstOrDefault(upstream => upstream.Cluster == cluster && upstream.Id == id) is { } counts ? Of([counts]) : default;

    private Percentiles Of(IEnumerable<LatencyCounts> upstreams)
    {
        var bounds = _latest!.BoundsMs;
        var oldest = _readings.Peek();
        var sum = new long[bounds.Count + 1];
        foreach (var upstream in upstreams.Where(upstream => upstream.Counts.Count == sum.Length))
        {
            // An upstream that joined since had counted nothing.
            var before = ReferenceEquals(oldest, _latest) ? upstream.Counts : CountsOf(oldest, upstream);
            for (var bucket = 0; bucket < sum.Length; bucket++)
            {
                sum[bucket] += upstream.Counts[bucket] - (before?[bucket] ?? 0);
            }
        }

        return Percentiles.Of(bounds, sum);
    }

    private static bool HasRestarted(LatencyMessage before, LatencyMessage now)
        => !before.BoundsMs.SequenceEqual(now.BoundsMs)
            || now.Upstreams.Any(upstream => CountsOf(before, upstream) is { } counts && upstream.Counts.Zip(counts).Any(pair => pair.First < pair.Second));

    private static IReadOnlyList<long>? CountsOf(LatencyMessage reading, LatencyCounts upstream)
        => reading.Upstreams.FirstOrDefault(other => other.Cluster == upstream.Cluster && other.Id == upstream.Id)?.Counts is { } counts
            && counts.Count == upstream.Counts.Count ? counts : null;
}
