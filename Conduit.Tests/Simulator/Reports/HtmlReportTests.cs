using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Conduit.Routing;
using Conduit.Simulator.Load;
using Conduit.Simulator.Reports;
using Conduit.Simulator.Reports.Documents;
using Conduit.Tests.Simulator.Virtual;

namespace Conduit.Tests.Simulator.Reports;

public sealed class HtmlReportTests
{
    private const string Markup = "</script><script>alert('1')</script><img src=x onerror=alert(2)>\"'&|";

    [Theory]
    [InlineData("brownout")]
    [InlineData("all-down")]
    [InlineData("large-fleet")]
    public async Task Page_of_a_run_has_the_figures_of_its_json(string name)
    {
        var story = Stories.Run(name);
        var json = JsonNode.Parse(await ReportText.OfAsync(story, ReportFormat.Json))!;
        var page = await PageOf(story);

        Assert.Equal(Section(json), page.Row("Phases", "whole run").Skip(3));
        Assert.All(json["phases"]!.AsArray(), phase => Assert.Equal(Section(phase!), page.Row("Phases", (string)phase!["name"]!).Skip(3)));
        Assert.All(json["faults"]!.AsArray(), fault =>
        {
            var row = page.Row("Faults", (string)fault!["name"]!);
            Assert.Equal((string)fault["on"]!, row[3]);
            Assert.Equal(Figures.Percent((double?)fault["upstreams"]![(string)fault["on"]!]!["share"]), row[6]);
            Assert.Equal(Figures.Count((long)fault["requests"]!), row[9]);
            Assert.Equal(Figures.Milliseconds((double?)fault["latencyMs"]!["p99"]), row[11]);
        });
        Assert.All(json["expectations"]!.AsArray(), expectation => Assert.Equal(
            [(string)expectation!["wanted"]!, (string)expectation["actual"]!, (bool)expectation["met"]! ? "met" : "missed"],
            page.Row("Expectations", (string)expectation["name"]!).Skip(1)));
        Assert.All(NotableUpstreams.Of(story.Report), upstream => Assert.Equal(Figures.Percent(upstream.Value.Share), page.Row("Upstreams", upstream.Key)[1]));
    }

    [Fact]
    public async Task Page_of_a_run_begins_with_the_verdict_in_words()
    {
        Assert.Contains("All 5 expectations are met", (await PageOf(Stories.Run("brownout"))).Markup, StringComparison.Ordinal);
        Assert.Contains("2 of 5 expectations missed: slow-alpha: p99, slow-alpha: share alpha", (await PageOf(Stories.Run("brownout", PolicyNames.RoundRobin))).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_of_a_run_without_failures_says_so_instead_of_an_empty_chart()
    {
        var page = await PageOf(Stories.Run("steady"));

        Assert.Contains("requests failed.", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"failures\"", page.Markup, StringComparison.Ordinal);
        Assert.Contains("id=\"failures\"", (await PageOf(Stories.Run("all-down"))).Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_of_a_comparison_has_the_cells_of_its_table_and_a_line_for_each_policy()
    {
        string[] policies = [PolicyNames.RoundRobin, PolicyNames.Adaptive];
        var story = Stories.Comparison("brownout", policies, 1, 2);
        var page = new HtmlPage(await ReportText.OfAsync(story, ReportFormat.Html));

        Assert.All(ComparisonRows.Of(story.Report).Rows, row => Assert.Equal(row.Select(cell => cell.Text), page.Row("Side by side", row[0].Text)));
        Assert.All(page.Data.GetProperty("charts").EnumerateArray().Where(chart => chart.GetProperty("series").GetArrayLength() > 0), chart =>
            Assert.Equal(policies, chart.GetProperty("series").EnumerateArray().Select(series => series.GetProperty("name").GetString())));
        Assert.Equal(90, page.Data.GetProperty("times").GetArrayLength());
        Assert.Contains("Only Adaptive meets every expectation", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_of_the_same_run_is_the_same_to_the_byte()
    {
        Assert.Equal((await PageOf(Stories.Run("errors"))).Text, (await PageOf(Stories.Run("errors"))).Text);
        Assert.Equal(
            await ReportText.OfAsync(Stories.Comparison("errors", VirtualPoliciesOfTwo, 1, 2, 3), ReportFormat.Html),
            await ReportText.OfAsync(Stories.Comparison("errors", VirtualPoliciesOfTwo, 1, 2, 3), ReportFormat.Html));
    }

    [Fact]
    public async Task Page_with_markup_in_every_name_is_text_and_nothing_else()
    {
        var good = Stories.Run("brownout");
        var fault = good.Scenario.Faults[0];
        var story = good with
        {
            Command = Markup,
            Plan = new RunPlan(good.Scenario with
            {
                Description = Markup,
                Phases = [.. good.Scenario.Phases.Select(phase => phase with { Name = Markup })],
                Faults = [fault with { Fault = fault.Fault with { Name = Markup } }],
            }),
            Report = good.Report with
            {
                Scenario = Markup,
                Warnings = [Markup],
                Target = Markup,
                Upstreams = good.Report.Upstreams.ToDictionary(upstream => upstream.Key + Markup, upstream => upstream.Value, StringComparer.Ordinal),
            },
        };
        var page = await PageOf(story);
        var usual = await PageOf(good);

        Assert.Equal(Count(usual.Text, "<script"), Count(page.Text, "<script"));
        Assert.DoesNotContain("<img", page.Markup, StringComparison.Ordinal);
        Assert.Equal(usual.Inline, page.Inline);
        Assert.Equal(Markup, page.Data.GetProperty("phases")[0].GetProperty("name").GetString());
        Assert.StartsWith(Markup, page.Data.GetProperty("bands")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Contains(Markup, HtmlPage.Plain(page.Markup), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_wherever_it_is_opened_fetches_nothing_and_runs_only_its_own_script()
    {
        var page = await PageOf(Stories.Run("steady"));

        Assert.DoesNotContain(" src=", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(" href=", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("://", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page.Inline[0], StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page.Inline[0], StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'; ", page.Policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", page.Policy, StringComparison.Ordinal);
        Assert.Equal(3, page.Inline.Count);
        Assert.All(page.Inline, text => Assert.Contains($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'", page.Policy, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_of_many_rounds_marks_phases_and_faults_over_the_whole_time()
    {
        var story = Stories.Run(VirtualRuns.Shipped("brownout"), length: TimeSpan.FromSeconds(120));
        var page = await PageOf(story);

        Assert.Equal(120, page.Data.GetProperty("length").GetDouble());
        Assert.Equal([10, 55, 100], page.Data.GetProperty("bands").EnumerateArray().Select(band => band.GetProperty("from").GetDouble()));
        Assert.Equal([30, 75, 120], page.Data.GetProperty("bands").EnumerateArray().Select(band => band.GetProperty("to").GetDouble()));
        Assert.All(page.Data.GetProperty("bands").EnumerateArray(), band => Assert.Equal(1, band.GetProperty("number").GetInt32()));
        Assert.Equal([0, 10, 30, 45, 55, 75, 90, 100], page.Data.GetProperty("phases").EnumerateArray().Select(phase => phase.GetProperty("from").GetDouble()));
        Assert.Contains("2.67 rounds", page.Markup, StringComparison.Ordinal);
        Assert.Equal(story.Report.Requests, story.Series.Points.Sum(point => point.Requests));
        Assert.All(story.Series.Points, point => Assert.Equal(400, point.PerSecond(point.Intended), 1e-2));
    }

    [Fact]
    public async Task Chart_of_a_large_fleet_folds_what_is_alike()
    {
        var page = await PageOf(Stories.Run("large-fleet"));
        var shares = page.Data.GetProperty("charts")[1].GetProperty("series").EnumerateArray().ToList();

        Assert.Equal(["the 20 with a fault", "an even share"], shares.Select(series => series.GetProperty("name").GetString()));
        Assert.Equal(["error on 20"], page.Data.GetProperty("bands").EnumerateArray().Select(band => band.GetProperty("label").GetString()));
        Assert.Contains("And 976 more", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chart_of_a_pair_has_alpha_in_blue_and_beta_in_orange()
    {
        var shares = (await PageOf(Stories.Run("steady"))).Data.GetProperty("charts")[1].GetProperty("series").EnumerateArray();

        Assert.Equal([("alpha", "series-1"), ("beta", "series-2")], shares.Select(series => (series.GetProperty("name").GetString()!, series.GetProperty("colour").GetString()!)));
    }

    private static string[] VirtualPoliciesOfTwo => [PolicyNames.Adaptive, PolicyNames.Random];

    private static async Task<HtmlPage> PageOf(RunStory story) => new(await ReportText.OfAsync(story, ReportFormat.Html));

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static string[] Section(JsonNode section) =>
    [
        Figures.Count((long)section["requests"]!),
        Figures.Percent((double?)section["successRate"]),
        .. ((string[])["mean", "p50", "p90", "p99", "p999", "max"]).Select(figure => Figures.Milliseconds((double?)section["latencyMs"]![figure])),
    ];
}
