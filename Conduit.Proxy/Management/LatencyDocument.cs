using Conduit.Routing.Telemetry;
using Conduit.Yarp;

namespace Conduit.Proxy.Management;

/// <summary>Cumulative latency buckets per upstream since the start, from the difference of two of which a viewer computes percentiles.</summary>
/// <param name="At">When it was read.</param>
/// <param name="BoundsMs">Upper bounds of the buckets, milliseconds; one more bucket holds what is above the last.</param>
/// <param name="Upstreams">Counts per upstream.</param>
internal sealed record LatencyDocument(DateTimeOffset At, IReadOnlyList<double> BoundsMs, IReadOnlyList<LatencyEntry> Upstreams)
{
    private static readonly double[] Bounds = [.. RoutingMeter.LatencyBuckets.Select(seconds => Math.Round(seconds * 1_000, 3))];

    public static LatencyDocument Of(ClusterRouters routers, TimeProvider time) => new(
        time.GetUtcNow(),
        Bounds,
        [.. routers.All.SelectMany(cluster => cluster.Metrics.Latencies().Select(upstream => new LatencyEntry(cluster.ClusterId, upstream.Id, upstream.Cumulative)))]);
}

/// <summary>One upstream in <see cref="LatencyDocument"/>.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Id">The upstream.</param>
/// <param name="Counts">Attempts at or below each bound; the last counts all.</param>
internal sealed record LatencyEntry(string Cluster, string Id, IReadOnlyList<long> Counts);
