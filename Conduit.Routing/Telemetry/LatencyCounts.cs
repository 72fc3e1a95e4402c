namespace Conduit.Routing.Telemetry;

/// <summary>Counts of latencies in the histogram's buckets, readable in the process itself. Thread-safe.</summary>
internal sealed class LatencyCounts
{
    private static readonly double[] Bounds = [.. RoutingMeter.LatencyBuckets];

    private readonly long[] _counts = new long[Bounds.Length + 1];

    public void Add(double seconds)
    {
        var place = Array.BinarySearch(Bounds, seconds);
        Interlocked.Increment(ref _counts[place < 0 ? ~place : place]);
    }

    public long[] Cumulative()
    {
        var sum = 0L;
        var cumulative = new long[_counts.Length];
        for (var i = 0; i < cumulative.Length; i++)
        {
            cumulative[i] = sum += Volatile.Read(ref _counts[i]);
        }

        return cumulative;
    }
}
