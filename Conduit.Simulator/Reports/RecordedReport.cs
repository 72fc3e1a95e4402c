using Conduit.Simulator.Recordings;
using Conduit.Simulator.Runs;

namespace Conduit.Simulator.Reports;

/// <summary>Makes the report of a recorded run out of its recording: what the run's own report said, but for what only proxies know.</summary>
internal static class RecordedReport
{
    /// <param name="recording">The recording.</param>
    /// <param name="measured">What was measured by its lines.</param>
    public static RunReport Of(Recording recording, Measurements measured) => measured.Read(view =>
    {
        var scenario = recording.Scenario;
        var header = recording.Header;
        var upstreams = scenario.UpstreamNames.ToList();
        var report = new RunReport(Section(view.Whole, upstreams))
        {
            Scenario = scenario.Name,
            Seed = header.Seed,
            Mode = header.Mode ?? "unknown",
            Policy = header.Policy,
            Target = header.Target,
            StartedAt = header.StartedAt,
            RateFactor = header.RateFactor,
            ElapsedSeconds = Math.Round(recording.Plan.Length.TotalSeconds, 3),
            Complete = recording.Complete,
            Rounds = recording.Plan.RoundCount,
            Phases = [.. scenario.Phases.Select((phase, index) => SectionFigures.Of(phase, Section(view.Phases[index], upstreams)))],
            Faults = [.. view.Faults.Select(watch => SectionFigures.Of(watch, recording.Plan.Length, Section(watch.Tally, upstreams)))],
            Expectations = [],
            Warnings = [],
        };
        return report with { Expectations = Judge.All(scenario, report) };
    });

    private static SectionReport Section(Tally tally, IReadOnlyList<string> upstreams) => SectionFigures.Of(tally, counts: null, upstreams);
}
