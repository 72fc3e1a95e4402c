using Conduit.Simulator.Reports;
using Conduit.Simulator.Reports.Documents;
using Spectre.Console;

namespace Conduit.Simulator.Terminal;

/// <summary>A comparison as a table, one row a policy or a target.</summary>
internal static class ComparisonTable
{
    // What a narrow terminal is not shown, the least of it first.
    private static readonly string[] Spared = ["mean", "attempts", "regret", "P50", "recover", "shift"];

    public static void Write(IAnsiConsole console, ComparisonReport report)
    {
        var comparison = ComparisonRows.Of(report);
        DocumentTable.Write(console, comparison, comparison.Title, Spared);
        console.MarkupLineInterpolated($"[grey]{comparison.Note}[/]");
        ReportTables.WriteWarnings(console, report.Warnings ?? [], report.Complete == false ? report.ElapsedSeconds : null);
    }
}
