using System.Runtime.InteropServices;

namespace Conduit.Simulator.Runs;

/// <summary>What is counted of the attempts behind a run's, a phase's or a fault's requests. Needs its owner's lock.</summary>
internal sealed class AttemptTally
{
    private readonly Dictionary<string, (long Attempts, long Failures)> _upstreams = new(StringComparer.Ordinal);
    private long _attempts;
    private long _failovers;
    private long _hedges;

    /// <summary>All of it as a proxy would count it.</summary>
    public AttemptCounts Counts => new(
        _attempts,
        _failovers,
        _hedges,
        _upstreams.ToDictionary(pair => pair.Key, pair => new UpstreamCounts(pair.Value.Attempts, pair.Value.Failures), StringComparer.Ordinal));

    public void Add(AttemptLog log)
    {
        foreach (var (upstream, failed) in log.Attempts)
        {
            ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(_upstreams, upstream, out _);
            counts.Attempts++;
            counts.Failures += failed ? 1 : 0;
        }

        _attempts += log.Attempts.Length;
        _failovers += log.Failovers;
        _hedges += log.Hedges;
    }

    public void Add(AttemptTally other)
    {
        foreach (var (upstream, more) in other._upstreams)
        {
            ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(_upstreams, upstream, out _);
            counts = (counts.Attempts + more.Attempts, counts.Failures + more.Failures);
        }

        _attempts += other._attempts;
        _failovers += other._failovers;
        _hedges += other._hedges;
    }

    public void Clear()
    {
        _upstreams.Clear();
        _attempts = _failovers = _hedges = 0;
    }
}
