namespace Conduit.Simulator.Runs.Target;

/// <summary>What a Conduit proxy had counted at one moment. Immutable.</summary>
internal sealed record ProxyCounters
{
    private const string Attempts = "conduit_attempts_total";
    private const string Failovers = "conduit_failovers_total";
    private const string Hedges = "conduit_hedges_total";

    // Neither a good answer nor the upstream's fault.
    private static readonly string[] NoFailure = ["success", "client-error", "superseded", "client-abort"];

    private readonly Dictionary<string, (double Attempts, double Failures)> _upstreams = new(StringComparer.Ordinal);
    private double _failovers;
    private double _hedges;

    /// <summary>Reads the counters out of a scrape; null when it is no Conduit proxy's.</summary>
    public static ProxyCounters? Read(string scrape)
    {
        var counters = new ProxyCounters();
        var known = false;
        foreach (var sample in PrometheusText.Samples(scrape))
        {
            switch (sample.Name)
            {
                case Attempts:
                    known = true;
                    counters.Add(sample);
                    break;
                case Failovers:
                    known = true;
                    counters._failovers += sample.Value;
                    break;
                case Hedges:
                    known = true;
                    counters._hedges += sample.Value;
                    break;
            }
        }

        return known ? counters : null;
    }

    /// <summary>What was counted between an earlier moment and this one; null where the counters were reset in between.</summary>
    public AttemptCounts? Since(ProxyCounters earlier)
    {
        var upstreams = new Dictionary<string, UpstreamCounts>(StringComparer.Ordinal);
        foreach (var (name, now) in _upstreams)
        {
            var before = earlier._upstreams.GetValueOrDefault(name);
            upstreams[name] = new UpstreamCounts((long)(now.Attempts - before.Attempts), (long)(now.Failures - before.Failures));
        }

        var counts = new AttemptCounts(
            upstreams.Values.Sum(upstream => upstream.Attempts),
            (long)(_failovers - earlier._failovers),
            (long)(_hedges - earlier._hedges),
            upstreams);
        var reset = counts.Failovers < 0 || counts.Hedges < 0 || upstreams.Values.Any(upstream => upstream.Attempts < 0 || upstream.Failures < 0);
        return reset ? null : counts;
    }

    private void Add(PrometheusSample sample)
    {
        var name = sample.Labels.GetValueOrDefault("upstream", "");
        var failed = !NoFailure.Contains(sample.Labels.GetValueOrDefault("outcome", ""), StringComparer.Ordinal);
        var (attempts, failures) = _upstreams.GetValueOrDefault(name);
        _upstreams[name] = (attempts + sample.Value, failures + (failed ? sample.Value : 0));
    }
}
