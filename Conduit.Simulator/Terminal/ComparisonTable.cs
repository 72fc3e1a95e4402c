using Conduit.Simulator.Reports;
using Conduit.Simulator.Reports.Documents;
using Spectre.Console;

namespace Conduit.Simulator.Terminal;

/// <summary>A comparison as a table, one row a policy.</summary>
internal static class ComparisonTable
{
    // What a narrow terminal is not shown.
    private static readonly string[] Spared = ["mean", "P50", "attempts", "shift", "recover", "regret"];

    private static readonly Style Best = new(Color.Green, decoration: Decoration.Bold);

    public static void Write(IAnsiConsole console, ComparisonReport report)
    {
        var comparison = ComparisonRows.Of(report);
        var narrow = ReportTables.IsNarrow(console);
        int[] shown = [.. Enumerable.Range(0, comparison.Columns.Count).Where(column => !narrow || !Spared.Contains(comparison.Columns[column].Name, StringComparer.Ordinal))];
        var table = ReportTables.Table([comparison.Title, .. shown.Skip(1).Select(column => comparison.Columns[column].Name)]);
        foreach (var row in comparison.Rows)
        {
            table.AddRow(shown.Select(column => new Text(row[column].Text, row[column].Judgement == Judgement.Best ? Best : Style.Plain)));
        }

        console.Write(table);
        console.MarkupLineInterpolated($"[grey]{comparison.Note}[/]");
    }
}
