namespace Conduit.LiveView.Apis;

/// <summary>The proxy's <c>latency</c> event: cumulative buckets since its start.</summary>
/// <param name="At">When they were read.</param>
/// <param name="BoundsMs">Upper bounds, milliseconds; one more bucket holds what is above the last.</param>
/// <param name="Upstreams">Counts per upstream.</param>
internal sealed record LatencyMessage(DateTimeOffset At, IReadOnlyList<double> BoundsMs, IReadOnlyList<LatencyCounts> Upstreams);

/// <summary>One upstream's attempts at or below each bound; the last counts all.</summary>
internal sealed record LatencyCounts(string Cluster, string Id, IReadOnlyList<long> Counts);
