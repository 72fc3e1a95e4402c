using Conduit.Simulator.Reports.Documents;
using Spectre.Console;
using TableCell = Conduit.Simulator.Reports.Documents.TableCell;

namespace Conduit.Simulator.Terminal;

/// <summary>A report's table on a terminal.</summary>
internal static class DocumentTable
{
    // What a column needs beside its widest cell, and a table at its edges.
    private const int Between = 3;
    private const int Edges = 2;

    /// <summary>Shows a table; one that is too wide for the terminal without as many columns as it takes to fit.</summary>
    /// <param name="console">Where.</param>
    /// <param name="shown">The table.</param>
    /// <param name="corner">What stands above the rows' names; null: as the table has it.</param>
    /// <param name="spared">Columns that may be left out, the least of them first.</param>
    public static void Write(IAnsiConsole console, ReportTable shown, string? corner = null, params IReadOnlyList<string> spared)
    {
        int[] columns = [.. Enumerable.Range(0, shown.Columns.Count)];
        foreach (var least in spared)
        {
            if (columns.Sum(column => Width(shown, column) + Between) + Edges > console.Profile.Width)
            {
                columns = [.. columns.Where(column => shown.Columns[column].Name != least)];
            }
        }

        var table = ReportTables.Table([corner ?? shown.Columns[0].Name, .. columns.Skip(1).Select(column => shown.Columns[column].Name)]);
        string? last = null;
        foreach (var row in shown.Rows)
        {
            // Rows of one name are of one thing: it is said once.
            table.AddRow(columns.Select(column => column == 0 && row[0].Text == last ? new Text("") : Cell(row[column])));
            last = row[0].Text;
        }

        console.Write(table);
    }

    private static int Width(ReportTable table, int column) => table.Rows.Select(row => row[column].Text.Length).Append(table.Columns[column].Name.Length).Max();

    private static Text Cell(TableCell cell) => new(cell.Text, cell.Judgement switch
    {
        Judgement.Best => new Style(Color.Green, decoration: Decoration.Bold),
        Judgement.Good => new Style(Color.Green),
        Judgement.Bad => new Style(Color.Red),
        _ => Style.Plain,
    });
}
