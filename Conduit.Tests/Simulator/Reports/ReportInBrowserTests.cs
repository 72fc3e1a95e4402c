using System.Text.RegularExpressions;
using Conduit.Routing;
using Conduit.Simulator.Reports;

namespace Conduit.Tests.Simulator.Reports;

/// <summary>Reports as a real browser opens them from disk.</summary>
public sealed partial class ReportInBrowserTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conduit-report-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false, "#3274d9", "#f2861b")]
    [InlineData(true, "#5794f2", "#ff9830")]
    public async Task Page_of_a_run_draws_its_charts_in_the_readers_colours(bool dark, string alpha, string beta)
    {
        var (document, console) = await OpenAsync(await ReportText.OfAsync(Stories.Run("all-down"), ReportFormat.Html), dark);

        Assert.Empty(console);
        Assert.All(["latency", "shares", "load", "failures"], id => Assert.NotEmpty(Paths(document, id)));
        Assert.Contains(Paths(document, "shares"), path => path.Contains(alpha, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(Paths(document, "shares"), path => path.Contains(beta, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("aria-label=\"Latency. ", document, StringComparison.Ordinal);
        // The band's name and the phases' stand in the chart.
        Assert.All(["crash on 2", "settle"], text => Assert.Contains($">{text}</text>", document, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Page_of_a_comparison_draws_its_charts(bool dark)
    {
        var story = Stories.Comparison("brownout", [PolicyNames.Adaptive, PolicyNames.RoundRobin]);

        var (document, console) = await OpenAsync(await ReportText.OfAsync(story, ReportFormat.Html), dark);

        Assert.Empty(console);
        Assert.All(["p99", "p50", "share"], id => Assert.NotEmpty(Paths(document, id)));
    }

    [Fact]
    public async Task Console_of_a_page_whose_script_was_tampered_with_reports_it()
    {
        var page = await ReportText.OfAsync(Stories.Run("steady"), ReportFormat.Html);

        var (_, console) = await OpenAsync(page.Replace("\"use strict\";", "\"use strict\"; alert(1);", StringComparison.Ordinal), dark: false);

        Assert.Contains(console, line => line.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    private async Task<(string Document, IReadOnlyList<string> Console)> OpenAsync(string page, bool dark)
    {
        var path = Path.Combine(_folder.FullName, "report.html");
        await File.WriteAllTextAsync(path, page, TestContext.Current.CancellationToken);
        return await Chromium.OpenAsync(path, dark);
    }

    private static string[] Paths(string document, string chart)
    {
        var from = document.IndexOf($"id=\"{chart}\"", StringComparison.Ordinal);
        Assert.True(from >= 0, $"There is no {chart}.");
        var end = document.IndexOf("</section>", from, StringComparison.Ordinal);
        return [.. Drawn().Matches(document[from..end]).Select(match => match.Value)];
    }

    [GeneratedRegex("<path d=\"M[^>]*>", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Drawn();
}
