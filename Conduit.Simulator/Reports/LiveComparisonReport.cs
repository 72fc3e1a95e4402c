using Conduit.Simulator.Runs;
using Conduit.Simulator.Runs.Comparing;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Reports;

/// <summary>Makes the report of a live comparison: a row a target, with the figures policies are compared by in virtual time, but for the regret.</summary>
internal static class LiveComparisonReport
{
    /// <param name="targets">The targets.</param>
    /// <param name="results">What came of each, in the same order; of one run, and so alike in all but what was measured.</param>
    public static ComparisonReport Of(IReadOnlyList<ComparedTarget> targets, IReadOnlyList<RunResult> results)
    {
        var scenario = results[0].Scenario;
        var fault = scenario.Faults.MinBy(fault => fault.From)?.Fault;
        var reports = results.Select(LiveReport.Of).ToList();
        return new ComparisonReport
        {
            Scenario = scenario.Name,
            Mode = reports[0].Mode,
            Seeds = [reports[0].Seed],
            RateFactor = reports[0].RateFactor,
            Bare = false,
            Fault = fault?.Name,
            FaultyUpstream = fault?.On,
            StartedAt = reports[0].StartedAt,
            ElapsedSeconds = reports[0].ElapsedSeconds,
            Complete = reports[0].Complete,
            Policies = [.. targets.Zip(reports, (target, report) => Row(target.Name, scenario, report))],
            Warnings = [.. Warnings(targets, reports)],
        };
    }

    private static PolicyReport Row(string name, Scenario scenario, RunReport report)
    {
        var judged = scenario.Expectations.Zip(report.Expectations).Where(pair => IsJudged(pair.First, pair.Second, report)).ToList();
        var figures = ComparisonFigures.Of(report) with
        {
            Met = judged.Count(pair => pair.Second.Met == true),
            Expected = judged.Count,
        };
        return new PolicyReport(figures)
        {
            Policy = name,
            Target = report.Target,
            Protocol = report.Protocol,
            Requests = report.Requests,
            ScheduleLagMs = report.ScheduleLagMs,
            Runs = [new SeedReport(figures) { Seed = report.Seed }],
        };
    }

    // Of a target that does not say which upstream answered, nobody can tell whether it kept to a share.
    private static bool IsJudged(Expectation expectation, ExpectationReport verdict, RunReport report)
        => verdict.Met is not null
            && (expectation.Metric is not (ExpectedMetric.Share or ExpectedMetric.ShiftWithin or ExpectedMetric.RecoverWithin)
                || report.Upstreams.Values.Any(upstream => upstream.Share is not null));

    // What concerns all of them is said once, the rest with the target's name.
    private static IEnumerable<string> Warnings(IReadOnlyList<ComparedTarget> targets, List<RunReport> reports)
        => targets.Zip(reports).SelectMany(pair => pair.Second.Warnings.Select(warning => (pair.First.Name, Warning: warning)))
            .GroupBy(warning => warning.Warning, StringComparer.Ordinal)
            .Select(group => group.Count() == reports.Count ? group.Key : $"{string.Join(", ", group.Select(warning => warning.Name))}: {group.Key}");
}
