using Conduit.Simulator.Reports;
using Spectre.Console;

namespace Conduit.Simulator.Terminal;

/// <summary>A comparison as a table, one row a policy.</summary>
internal static class ComparisonTable
{
    public static void Write(IAnsiConsole console, ComparisonReport report)
    {
        var table = ReportTables.Table(
            report.Scenario, "success", "mean", "P50", "P99", "P99.9", "attempts", $"share {report.FaultyUpstream}".TrimEnd(), "shift", "recover", "regret", "met");
        foreach (var policy in report.Policies)
        {
            table.AddRow(
                new Text(policy.Policy),
                new Text(Figures.Percent(policy.SuccessRate)),
                new Text(Figures.Milliseconds(policy.MeanMs)),
                new Text(Figures.Milliseconds(policy.P50Ms)),
                new Text(Figures.Milliseconds(policy.P99Ms)),
                new Text(Figures.Milliseconds(policy.P999Ms)),
                new Text(Figures.Ratio(policy.AttemptsPerRequest)),
                new Text(Figures.Percent(policy.FaultyShare)),
                new Text(Reached(policy.ShiftMs, policy.Shifted, policy.Runs.Count)),
                new Text(Reached(policy.RecoverMs, policy.Recovered, policy.Runs.Count)),
                new Text(Figures.Milliseconds(policy.RegretMs)),
                new Text($"{policy.Met}/{policy.Expected}"));
        }

        console.Write(table);
        console.MarkupLineInterpolated($"[grey]{Legend(report)}[/]");
    }

    // Where not every seed got there, it says how many did.
    private static string Reached(double? time, int runs, int of)
        => runs == of || runs == 0 ? Figures.Milliseconds(time) : $"{Figures.Milliseconds(time)} ({runs} of {of})";

    private static string Legend(ComparisonReport report)
    {
        var fault = report.Fault is null ? "" : $"Share, shift and recovery: of {report.FaultyUpstream} in {report.Fault}. ";
        var bare = report.Bare ? ", without breaker, failover and hedging" : "";
        return $"Virtual, {(report.Seeds.Count == 1 ? "seed" : "means over seeds")} {string.Join(", ", report.Seeds)}{bare}. {fault}"
            + "Attempts: per request. Regret: mean latency, failures counting as the client's whole timeout, minus Oracle's. Met: expectations.";
    }
}
