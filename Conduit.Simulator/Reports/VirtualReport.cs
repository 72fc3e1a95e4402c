using Conduit.Simulator.Runs;
using Conduit.Simulator.Virtual;

namespace Conduit.Simulator.Reports;

/// <summary>Makes the report of a virtual run. It holds nothing that another run of the same scenario and seed would not.</summary>
internal static class VirtualReport
{
    public static RunReport Of(VirtualResult result) => result.Measurements.Read(view =>
    {
        var scenario = result.Scenario;
        var report = new RunReport(Section(view.Whole, result))
        {
            Scenario = scenario.Name,
            Seed = result.Settings.Seed,
            Mode = "virtual",
            Policy = result.Policy,
            RateFactor = result.Settings.RateFactor,
            ElapsedSeconds = Math.Round(result.Reached.TotalSeconds, 3),
            Complete = result.Complete,
            Rounds = result.Workload.Plan.RoundCount,
            Phases = [.. scenario.Phases.Select((phase, index) => SectionFigures.Of(phase, Section(view.Phases[index], result)))],
            Faults = [.. view.Faults.Select(watch => SectionFigures.Of(watch, result.Reached, Section(watch.Tally, result)))],
            Expectations = [],
            Warnings = [],
        };
        return report with { Expectations = Judge.All(scenario, report) };
    });

    private static SectionReport Section(Tally tally, VirtualResult result) => SectionFigures.Of(tally, tally.Attempts.Counts, result.Upstreams);
}
