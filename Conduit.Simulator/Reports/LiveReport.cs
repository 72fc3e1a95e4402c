using System.Net;
using Conduit.Simulator.Runs;

namespace Conduit.Simulator.Reports;

/// <summary>Makes the report of a live run.</summary>
internal static class LiveReport
{
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
            Protocol = result.Target.Version == HttpVersion.Version20 ? "HTTP/2" : "HTTP/1.1",
            StartedAt = result.StartedAt,
            RateFactor = result.Settings.RateFactor,
            ElapsedSeconds = Math.Round(result.Reached.TotalSeconds, 3),
            Complete = result.Complete,
            Rounds = result.Workload.Plan.RoundCount,
            Phases = [.. scenario.Phases.Select((phase, index) => SectionFigures.Of(phase, Section(view.Phases[index], result, plan.Spans(phase.Start, phase.End))))],
            Faults = [.. view.Faults.Select(watch => SectionFigures.Of(watch, result.Reached, Section(watch.Tally, result, plan.Spans(watch.Fault.From, watch.Fault.To))))],
            Expectations = [],
            ScheduleLagMs = new LagReport(result.Lag.Percentile(50), result.Lag.Percentile(99), result.Lag.Max),
            Warnings = [],
        };
        return report with { Expectations = Judge.All(scenario, report), Warnings = Warnings(result, report) };
    });

    private static SectionReport Section(Tally tally, RunResult result, IEnumerable<(TimeSpan From, TimeSpan To)> spans)
        => SectionFigures.Of(tally, result.Counters.Over(spans), result.Target.Upstreams ?? []);

    private static List<string> Warnings(RunResult result, RunReport report)
    {
        var warnings = new List<string>(result.Warnings);
        if (result.Problem is { } problem)
        {
            warnings.Add(problem.Message);
        }

        if (result.Cut)
        {
            warnings.Add("requests were given up on their way when the run was stopped: the slowest are in no figure");
        }

        if (LagVerdict.Warning(report.ScheduleLagMs!, report.LatencyMs) is { } late)
        {
            warnings.Add(late);
        }

        return warnings;
    }
}
