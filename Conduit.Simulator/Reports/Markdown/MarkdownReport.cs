using System.Globalization;
using System.Text;
using Conduit.Simulator.Reports.Charts;
using Conduit.Simulator.Reports.Documents;

namespace Conduit.Simulator.Reports.Markdown;

/// <summary>Writes a report as Markdown, as pull requests and comments take it.</summary>
internal static class MarkdownReport
{
    private const int MostPoints = 120;

    public static string Write(ReportDocument document)
    {
        var text = new StringBuilder();
        Line(text, $"## {Sign(document.Verdict.Judgement)}{MarkdownText.Escape(document.Title)}");
        Line(text, $"**{MarkdownText.Escape(document.Verdict.Text)}.** {MarkdownText.Escape(string.Join(", ", document.Circumstances))}.");
        if (document.Description.Length > 0)
        {
            Line(text, MarkdownText.Escape(document.Description));
        }

        foreach (var warning in document.Warnings)
        {
            Line(text, $"> **Warning:** {MarkdownText.Escape(warning)}");
        }

        Line(text, KeyFigures(document.KeyFigures));
        foreach (var chart in document.Charts.Charts.Take(1).Where(chart => chart.Series.Count > 0))
        {
            Line(text, Chart(document.Charts, chart));
        }

        foreach (var table in document.Tables)
        {
            Line(text, $"### {MarkdownText.Escape(table.Title)}");
            Line(text, Table([.. table.Columns.Select(column => column.Name)], [.. table.Columns.Select(column => column.OfFigures)], [.. table.Rows.Select(row => row.Select(Cell))]));
            if (table.Note.Length > 0)
            {
                Line(text, MarkdownText.Escape(table.Note));
            }
        }

        Line(text, $"```sh\n{document.Command.ReplaceLineEndings(" ")}\n```");
        text.AppendJoin(' ', document.Footnotes.Select(MarkdownText.Escape)).Append('\n');
        return text.ToString();
    }

    private static void Line(StringBuilder text, string paragraph)
    {
        if (paragraph.Length > 0)
        {
            text.Append(paragraph).Append("\n\n");
        }
    }

    private static string KeyFigures(IReadOnlyList<KeyFigure> figures) => Table(
        [.. figures.Select(figure => figure.Name)],
        [.. figures.Select(_ => true)],
        [figures.Select(figure => MarkdownText.Escape(figure.Note.Length > 0 ? $"{figure.Value} ({figure.Note})" : figure.Value))]);

    private static string Table(IReadOnlyList<string> names, IReadOnlyList<bool> ofFigures, IReadOnlyList<IEnumerable<string>> rows)
    {
        var lines = new List<IEnumerable<string>> { names.Select(MarkdownText.Escape), ofFigures.Select(figures => figures ? "---:" : "---") };
        lines.AddRange(rows);
        return string.Join('\n', lines.Select(cells => $"| {string.Join(" | ", cells)} |"));
    }

    private static string Cell(TableCell cell) => cell.Judgement switch
    {
        Judgement.Best => $"**{MarkdownText.Escape(cell.Text)}**",
        Judgement.None => MarkdownText.Escape(cell.Text),
        _ => Sign(cell.Judgement) + MarkdownText.Escape(cell.Text),
    };

    private static string Sign(Judgement judgement) => judgement switch
    {
        Judgement.Good => "✅ ",
        Judgement.Bad => "❌ ",
        _ => "",
    };

    /// <summary>P99 over time, or of a comparison everybody's; left out where a step without requests would leave a gap, which such a chart cannot have.</summary>
    private static string Chart(ChartPage page, ReportChart chart)
    {
        var series = chart.Series.Where(series => series.Name == "P99").ToList();
        if (series is not [{ } p99] || p99.Values.Count < 2 || p99.Values.Any(value => value is null))
        {
            return "";
        }

        // The highest of several neighbours, so that no peak is lost.
        var group = (p99.Values.Count + MostPoints - 1) / MostPoints;
        var values = p99.Values.Chunk(group).Select(neighbours => neighbours.Max()!.Value);
        return string.Create(CultureInfo.InvariantCulture, $"""
            ```mermaid
            xychart-beta
              title "P99 latency in ms over the run's seconds"
              x-axis 0 --> {page.Times[^1] + page.Times[0]:0.###}
              y-axis "ms" 0 --> {p99.Values.Max() * 1.05:0.##}
              line [{string.Join(", ", values.Select(value => value.ToString("0.##", CultureInfo.InvariantCulture)))}]
            ```
            """).ReplaceLineEndings("\n");
    }
}
