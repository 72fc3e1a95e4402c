using Conduit.Lab;
using Conduit.Simulator.Load;
using Conduit.Simulator.Runs;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Reports;

/// <summary>Turns what was measured into a report's sections: one way for live runs and virtual ones.</summary>
internal static class SectionFigures
{
    /// <summary>The figures all sections have.</summary>
    /// <param name="tally">What was measured of the section's requests.</param>
    /// <param name="counts">What proxies did for them; null where that is unknown.</param>
    /// <param name="upstreams">Names to list even where nothing went.</param>
    public static SectionReport Of(Tally tally, AttemptCounts? counts, IEnumerable<string> upstreams) => new()
    {
        Requests = tally.Requests,
        Success = tally.Success,
        SuccessRate = tally.SuccessRate,
        Attempts = counts?.Attempts,
        Failovers = counts?.Failovers,
        Hedges = counts?.Hedges,
        Outcomes = ClientOutcomes.All.Where(outcome => tally.Count(outcome) > 0).ToDictionary(outcome => outcome.Key(), tally.Count, StringComparer.Ordinal),
        LatencyMs = new LatencyReport(
            tally.Latency.Mean,
            tally.Latency.Percentile(50),
            tally.Latency.Percentile(90),
            tally.Latency.Percentile(95),
            tally.Latency.Percentile(99),
            tally.Latency.Percentile(99.9),
            tally.Latency.Max),
        Upstreams = upstreams.Union(tally.Upstreams.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .ToDictionary(name => name, name => Upstream(name, tally, counts), StringComparer.Ordinal),
    };

    public static PhaseReport Of(Phase phase, SectionReport section) => new(section)
    {
        Name = phase.Name,
        AtMs = phase.Start.TotalMilliseconds,
        ForMs = phase.For.TotalMilliseconds,
    };

    /// <summary>A fault's section, with where its upstream's traffic went.</summary>
    /// <param name="watch">What was measured of it.</param>
    /// <param name="reached">How far the run got.</param>
    /// <param name="section">Its figures.</param>
    public static FaultReport Of(FaultWatch watch, TimeSpan reached, SectionReport section) => new(section)
    {
        Name = watch.Fault.Fault.Name,
        On = watch.Fault.Fault.On!,
        Kind = FaultKinds.Name(watch.Fault.Fault.Kind),
        AtMs = watch.Fault.From.TotalMilliseconds,
        ForMs = (watch.Fault.To - watch.Fault.From).TotalMilliseconds,
        ShiftMs = watch.Shift(reached)?.TotalMilliseconds,
        RecoverMs = watch.Recovery(reached)?.TotalMilliseconds,
    };

    private static UpstreamReport Upstream(string name, Tally tally, AttemptCounts? counts)
    {
        var own = counts is null ? null : counts.Upstreams.GetValueOrDefault(name) ?? new UpstreamCounts(0, 0);
        return new UpstreamReport(own?.Attempts, tally.Share(name), own?.Failures);
    }
}
