using Conduit.Simulator.Reports;
using Conduit.Simulator.Reports.Documents;
using Spectre.Console;

namespace Conduit.Simulator.Terminal;

/// <summary>A comparison as a table, one row a policy.</summary>
internal static class ComparisonTable
{
    private static readonly Style Best = new(Color.Green, decoration: Decoration.Bold);

    public static void Write(IAnsiConsole console, ComparisonReport report)
    {
        var comparison = ComparisonRows.Of(report);
        var table = ReportTables.Table([comparison.Title, .. comparison.Columns.Skip(1).Select(column => column.Name)]);
        foreach (var row in comparison.Rows)
        {
            table.AddRow(row.Select(cell => new Text(cell.Text, cell.Judgement == Judgement.Best ? Best : Style.Plain)));
        }

        console.Write(table);
        console.MarkupLineInterpolated($"[grey]{comparison.Note}[/]");
    }
}
