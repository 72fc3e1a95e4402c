using System.Globalization;
using Conduit.Simulator.Runs;

namespace Conduit.Simulator.Reports;

/// <summary>Makes the report of a live run.</summary>
internal static class LiveReport
{
    private const double SpoilingLagMs = 5;

    public static RunReport Of(RunResult result) => result.Measurements.Read(view =>
    {
        var scenario = result.Scenario;
        var plan = result.Workload.Plan;
        var report = new RunReport(Section(view.Whole, result, [(TimeSpan.Zero, plan.Length)]))
        {
            Scenario = scenario.Name,
            Seed = result.Settings.Seed,
            Mode = "live",
            Policy = result.Target.Policy,
            Target = result.Target.Address.OriginalString,
            StartedAt = result.StartedAt,
            RateFactor = result.Settings.RateFactor,
            ElapsedSeconds = Math.Round(result.Reached.TotalSeconds, 3),
            Complete = result.Complete,
            Rounds = result.Workload.Plan.RoundCount,
            Phases = [.. scenario.Phases.Select((phase, index) => SectionFigures.Of(phase, Section(view.Phases[index], result, plan.Spans(phase.Start, phase.End))))],
            Faults = [.. view.Faults.Select(watch => SectionFigures.Of(watch, result.Reached, Section(watch.Tally, result, plan.Spans(watch.Fault.From, watch.Fault.To))))],
            Expectations = [],
            ScheduleLagMs = new LagReport(view.Lag.Percentile(50), view.Lag.Percentile(99), view.Lag.Max),
            Warnings = Warnings(result, view),
        };
        return report with { Expectations = Judge.All(scenario, report) };
    });

    private static SectionReport Section(Tally tally, RunResult result, IEnumerable<(TimeSpan From, TimeSpan To)> spans)
        => SectionFigures.Of(tally, result.Counters.Over(spans), result.Target.Upstreams ?? []);

    private static List<string> Warnings(RunResult result, MeasurementView view)
    {
        var warnings = new List<string>(result.Warnings);
        if (result.Problem is { } problem)
        {
            warnings.Add(problem.Message);
        }

        if (view.Lag.Percentile(99) is > SpoilingLagMs and var lag)
        {
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"requests were sent late (P99 {lag:0.0} ms): this machine is too busy for this load, and the latencies count its delay too"));
        }

        return warnings;
    }
}
