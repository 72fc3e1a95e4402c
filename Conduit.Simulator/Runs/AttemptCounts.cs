namespace Conduit.Simulator.Runs;

/// <summary>What proxies did for the requests of a run, a phase or a fault.</summary>
internal sealed record AttemptCounts(long Attempts, long Failovers, long Hedges, IReadOnlyDictionary<string, UpstreamCounts> Upstreams);

/// <summary>What proxies sent to one upstream, and how much of it failed.</summary>
internal sealed record UpstreamCounts(long Attempts, long Failures);
