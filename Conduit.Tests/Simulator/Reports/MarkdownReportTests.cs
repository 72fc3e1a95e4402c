using Conduit.Simulator.Reports;
using Conduit.Simulator.Reports.Documents;
using Conduit.Simulator.Reports.Markdown;

namespace Conduit.Tests.Simulator.Reports;

public sealed class MarkdownReportTests
{
    [Fact]
    public async Task Markdown_of_a_run_has_verdict_tables_chart_and_command()
    {
        var story = Stories.Run("brownout");
        var text = await ReportText.OfAsync(story, ReportFormat.Markdown);

        Assert.StartsWith("## ✅ brownout\n\n**All 5 expectations are met.** In virtual time, policy Adaptive, seed 42, 45s.\n", text, StringComparison.Ordinal);
        Assert.All(RunDocument.Of(story).Tables, table => Assert.Contains($"\n### {table.Title}\n\n| {table.Columns[0].Name} |", text, StringComparison.Ordinal));
        Assert.Contains($"| slow-alpha: share alpha | \\<= 1% | {story.Report.Expectations[3].Actual} | ✅ met |", text, StringComparison.Ordinal);
        Assert.Contains($"| whole run |  |  | {Figures.Count(story.Report.Requests)} | 100 % | {Figures.Milliseconds(story.Report.LatencyMs.Mean)} |", text, StringComparison.Ordinal);
        Assert.Contains("```mermaid\nxychart-beta\n", text, StringComparison.Ordinal);
        Assert.Contains($"```sh\n{Stories.Command}\n```", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markdown_of_a_comparison_has_its_table_with_the_best_in_bold()
    {
        var text = await ReportText.OfAsync(Stories.Comparison("brownout", ["Adaptive", "RoundRobin"]), ReportFormat.Markdown);

        Assert.Contains("\n| Adaptive | 100 % | **", text, StringComparison.Ordinal);
        Assert.Contains("\n| RoundRobin | 100 % | 4", text, StringComparison.Ordinal);
        Assert.DoesNotContain("mermaid", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Table_row_whose_names_are_full_of_markup_keeps_its_cells()
    {
        var good = Stories.Run("steady");
        var story = good with { Report = good.Report with { Upstreams = new Dictionary<string, UpstreamReport>(StringComparer.Ordinal) { ["a|b\n*c*<d>`e`"] = new(1, 1, 0) } } };

        var text = await ReportText.OfAsync(story, ReportFormat.Markdown);

        Assert.Contains("\n| a\\|b \\*c\\*\\<d\\>\\`e\\` | 100 % | 1 | 0 |\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_without_markup_is_written_as_it_is()
        => Assert.Equal("alpha turns slow, by 195 ms (at 10 s)", MarkdownText.Escape("alpha turns slow, by 195 ms (at 10 s)"));
}
