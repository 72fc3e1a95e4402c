using Conduit.Simulator.Reports;
using Spectre.Console;

namespace Conduit.Simulator.Terminal;

/// <summary>A comparison as a table, one row a policy or a target.</summary>
internal static class ComparisonTable
{
    public static void Write(IAnsiConsole console, ComparisonReport report)
    {
        var isLive = report.Complete is not null;
        string[] columns = ["success", "mean", "P50", "P99", "P99.9", "attempts", $"share {report.FaultyUpstream}".TrimEnd(), "shift", "recover"];
        // Live there is no Oracle to regret.
        var table = ReportTables.Table([report.Scenario, .. columns, .. isLive ? (string[])["met"] : ["regret", "met"]]);
        foreach (var policy in report.Policies)
        {
            string[] cells =
            [
                policy.Policy,
                Figures.Percent(policy.SuccessRate),
                Figures.Milliseconds(policy.MeanMs),
                Figures.Milliseconds(policy.P50Ms),
                Figures.Milliseconds(policy.P99Ms),
                Figures.Milliseconds(policy.P999Ms),
                Figures.Ratio(policy.AttemptsPerRequest),
                Figures.Percent(policy.FaultyShare),
                Reached(policy.ShiftMs, policy.Shifted, policy.Runs.Count),
                Reached(policy.RecoverMs, policy.Recovered, policy.Runs.Count),
                .. isLive ? (string[])[] : [Figures.Milliseconds(policy.RegretMs)],
                $"{policy.Met}/{policy.Expected}",
            ];
            table.AddRow(cells.Select(cell => new Text(cell)));
        }

        console.Write(table);
        console.MarkupLineInterpolated($"[grey]{Legend(report)}[/]");
        foreach (var warning in report.Warnings ?? [])
        {
            console.MarkupLineInterpolated($"[yellow]warning:[/] {warning}");
        }

        if (report.Complete == false)
        {
            console.MarkupLineInterpolated($"[yellow]The run ended after {report.ElapsedSeconds:0.0} s; what stands here is true up to there, and expectations are not judged.[/]");
        }
    }

    // Where not every seed got there, it says how many did.
    private static string Reached(double? time, int runs, int of)
        => runs == of || runs == 0 ? Figures.Milliseconds(time) : $"{Figures.Milliseconds(time)} ({runs} of {of})";

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
}
