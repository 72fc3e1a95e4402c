using Conduit.Simulator.Virtual.Proxies;

namespace Conduit.Simulator.Reports.Documents;

/// <summary>A comparison's table, one row a policy or a target, the best of each column marked. Oracle, whom no real proxy can be, is out of that contest.</summary>
internal static class ComparisonRows
{
    public static ReportTable Of(ComparisonReport report)
    {
        Column[] columns =
        [
            new("success", policy => policy.SuccessRate, policy => Figures.Percent(policy.SuccessRate), More: true),
            new("mean", policy => policy.MeanMs, policy => Figures.Milliseconds(policy.MeanMs)),
            new("P50", policy => policy.P50Ms, policy => Figures.Milliseconds(policy.P50Ms)),
            new("P99", policy => policy.P99Ms, policy => Figures.Milliseconds(policy.P99Ms)),
            new("P99.9", policy => policy.P999Ms, policy => Figures.Milliseconds(policy.P999Ms)),
            new("attempts", policy => policy.AttemptsPerRequest, policy => Figures.Ratio(policy.AttemptsPerRequest)),
            new($"share {report.FaultyUpstream}".TrimEnd(), policy => policy.FaultyShare, policy => Figures.Percent(policy.FaultyShare)),
            // Only where all seeds got there do times compare.
            new("shift", policy => policy.Shifted == policy.Runs.Count ? policy.ShiftMs : null, policy => Reached(policy.ShiftMs, policy.Shifted, policy.Runs.Count)),
            // What never left does not come back.
            new("recover", policy => policy.Shifted > 0 && policy.Recovered == policy.Runs.Count ? policy.RecoverMs : null, policy => policy.Shifted > 0 ? Reached(policy.RecoverMs, policy.Recovered, policy.Runs.Count) : Figures.Delay(null)),
            // Live there is no Oracle to regret.
            .. report.Complete is null ? (Column[])[new("regret", policy => policy.RegretMs, policy => Figures.Milliseconds(policy.RegretMs))] : [],
            new("met", policy => policy.Expected == 0 ? null : policy.Met, policy => $"{policy.Met}/{policy.Expected}", More: true),
        ];
        PolicyReport[] contest = [.. report.Policies.Where(policy => policy.Policy != OraclePolicy.Name)];
        return new ReportTable
        {
            Title = report.Scenario,
            Columns = [new("", OfFigures: false), .. columns.Select(column => new TableColumn(column.Name))],
            Rows = [.. report.Policies.Select(policy => (TableCell[])[policy.Policy, .. columns.Select(column => column.Cell(policy, contest))])],
            Note = Legend(report),
        };
    }

    // Where not every seed got there, it says how many did.
    private static string Reached(double? time, int runs, int of)
        => runs == of || runs == 0 ? Figures.Delay(time) : $"{Figures.Delay(time)} ({runs} of {of})";

    private static string Legend(ComparisonReport report)
    {
        var fault = report.Fault is null ? "" : $"Share, shift and recovery: of {report.FaultyUpstream} in {report.Fault}. ";
        return report.Complete is null ? Virtual(report, fault) : Live(report, fault);
    }

    private static string Virtual(ComparisonReport report, string fault)
    {
        var bare = report.Bare ? ", without breaker, failover and hedging" : "";
        return $"Virtual, {(report.Seeds.Count == 1 ? "seed" : "means over seeds")} {string.Join(", ", report.Seeds)}{bare}. {fault}"
            + "Attempts: per request. Regret: mean latency, failures counting as the client's whole timeout, minus Oracle's. Met: expectations.";
    }

    private static string Live(ComparisonReport report, string fault)
    {
        var lag = report.Policies.Max(target => target.ScheduleLagMs?.P99);
        return $"Live, {report.Policies[0].Protocol}, seed {report.Seeds[0]}: one run, {Figures.Count(report.Policies[0].Requests)} requests to each target at the same moments, "
            + $"sent late by at most {Figures.Milliseconds(lag)} (P99). {fault}Attempts: per request. Met: expectations. What a target does not tell is '-', and expectations of it are left out.";
    }

    private sealed record Column(string Name, Func<PolicyReport, double?> Figure, Func<PolicyReport, string> Text, bool More = false)
    {
        /// <summary>Best is what reads the same as the best, unless all do.</summary>
        public TableCell Cell(PolicyReport policy, PolicyReport[] contest)
        {
            var known = contest.Where(other => Figure(other) is not null).ToList();
            var best = More ? known.MaxBy(Figure) : known.MinBy(Figure);
            var isBest = best is not null && contest.Contains(policy) && Text(policy) == Text(best) && contest.Any(other => Text(other) != Text(best));
            return new TableCell(Text(policy), isBest ? Judgement.Best : Judgement.None);
        }
    }
}
