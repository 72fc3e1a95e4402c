namespace Conduit.Simulator.Runs;

/// <summary>What proxies did for the requests of a run, a phase or a fault.</summary>
internal sealed record AttemptCounts(long Attempts, long Failovers, long Hedges, IReadOnlyDictionary<string, UpstreamCounts> Upstreams)
{
    private static readonly UpstreamCounts None = new(0, 0);

    /// <summary>These and others as one.</summary>
    public AttemptCounts And(AttemptCounts more) => new(
        Attempts + more.Attempts,
        Failovers + more.Failovers,
        Hedges + more.Hedges,
        Upstreams.Keys.Union(more.Upstreams.Keys, StringComparer.Ordinal).ToDictionary(
            name => name,
            name =>
            {
                var (one, other) = (Upstreams.GetValueOrDefault(name, None), more.Upstreams.GetValueOrDefault(name, None));
                return new UpstreamCounts(one.Attempts + other.Attempts, one.Failures + other.Failures);
            },
            StringComparer.Ordinal));
}

/// <summary>What proxies sent to one upstream, and how much of it failed.</summary>
internal sealed record UpstreamCounts(long Attempts, long Failures);
