namespace Conduit.LiveView.State;

/// <summary>The last two minutes, a point each half second. Not thread-safe.</summary>
internal sealed class History
{
    /// <summary>How far back the charts look.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(2);

    // Two a second, and some to spare for a proxy that sends faster.
    private const int Most = 600;

    private readonly Queue<HistoryPoint> _points = new();
    private long _last;

    public void Add(DateTimeOffset at, Percentiles latency, IReadOnlyDictionary<string, double>? shares)
    {
        _points.Enqueue(new HistoryPoint(++_last, at, latency, shares));
        while (_points.Count > Most || at - _points.Peek().At > Length)
        {
            _points.Dequeue();
        }
    }

    public IReadOnlyList<HistoryPoint> Points => [.. _points];
}

/// <summary>What the charts show of one moment. Immutable.</summary>
/// <param name="Number">Counts up, so that a chart knows what is new to it.</param>
/// <param name="At">By this service's clock.</param>
/// <param name="Latency">Of all upstreams.</param>
/// <param name="Shares">By the upstream's key; null while the proxy does not answer.</param>
public sealed record HistoryPoint(long Number, DateTimeOffset At, Percentiles Latency, IReadOnlyDictionary<string, double>? Shares);
