using System.Text.RegularExpressions;
using Conduit.Tests.Architecture;

namespace Conduit.Tests.Dashboards;

public sealed partial class RuleTests
{
    private static readonly string[] Severities = ["page", "ticket", "lab"];

    private static IReadOnlyList<AlertRule> Alerts { get; } = RuleFile.All.SelectMany(file => file.Alerts).ToList();

    public static TheoryData<string> AlertNames => [.. Alerts.Select(alert => alert.Name)];

    public static TheoryData<string> TestFiles => [.. RuleTestFile.Paths.Select(path => Path.GetFileName(path)!)];

    [Fact]
    public async Task Rules_as_shipped_are_ones_that_Prometheus_accepts()
    {
        var (exitCode, output) = await Promtool.RunAsync(["check", "rules", .. Directory.EnumerateFiles(RuleFile.Folder)]);

        Assert.True(exitCode == 0, output);
        Assert.Equal(RuleFile.All.Sum(file => file.Recordings.Count + file.Alerts.Count), RulesFound().Matches(output).Sum(found => int.Parse(found.Groups["count"].ValueSpan, null)));
    }

    [Theory]
    [MemberData(nameof(TestFiles))]
    public async Task Alerts_fire_and_clear_as_their_unit_tests_say(string file)
    {
        var (exitCode, output) = await Promtool.RunAsync("test", "rules", RuleTestFile.Paths.Single(path => Path.GetFileName(path) == file));

        Assert.True(exitCode == 0, output);
        Assert.Contains("SUCCESS", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(AlertNames))]
    public void Alert_is_unit_tested_firing_and_clearing(string alert)
    {
        var cases = RuleTestFile.CasesOf(alert).ToList();

        Assert.Contains(cases, one => one.Fires.SequenceEqual([false, true, false]) || one.Fires.SequenceEqual([true, false]));
    }

    [Theory]
    [MemberData(nameof(AlertNames))]
    public void Alert_is_unit_tested_silent_while_all_is_well(string alert)
        => Assert.Equal([false, false], Assert.Single(RuleTestFile.CasesOf(alert), one => one.Case.StartsWith("all is well", StringComparison.Ordinal)).Fires);

    [Fact]
    public void Alert_of_any_kind_tells_who_should_look_at_what()
        => Findings.None(
            "An alert lasts a while before it fires, has a known severity, a summary, a description and its section of the runbook.",
            Alerts.SelectMany(alert => Missing(alert).Select(what => $"{alert.Name}: {what}")));

    [Fact]
    public void Section_of_the_runbook_and_alert_belong_together()
    {
        var sections = Runbook.Sections.Select(section => section.Title).Where(title => title.StartsWith("Conduit", StringComparison.Ordinal));

        Assert.Equal(Alerts.Select(alert => alert.Name).Order(StringComparer.Ordinal), sections.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(AlertNames))]
    public void Section_of_the_runbook_says_what_it_means_what_to_look_at_what_to_do_and_how_to_see_it(string alert)
    {
        var text = Runbook.Sections.Single(section => section.Title == alert).Text;

        Assert.All((string[])["**Means**", "**Look at**", "**Do**", "**In the lab**"], part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.Contains("```sh", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Query_of_a_rule_or_of_the_runbook_names_metrics_that_there_are()
        => Findings.None(
            "Rules and runbook ask only for metrics and labels that the services, or other rules, give.",
            RuleFile.All.SelectMany(file => file.Recordings.Select(rule => (Place: rule.Series, rule.Expression)).Concat(file.Alerts.Select(alert => (Place: alert.Name, alert.Expression))))
                .Concat(Runbook.Queries.Select(query => (Place: $"RUNBOOK.md: {query}", Expression: query)))
                .SelectMany(query => Unknown(PromQuery.Parse(query.Expression)).Select(what => $"{query.Place}: {what}")));

    [Fact]
    public async Task Query_of_the_runbook_is_one_that_Prometheus_can_parse()
    {
        var rules = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.yml");
        await File.WriteAllTextAsync(
            rules,
            "groups:\n  - name: runbook\n    rules:\n" + string.Concat(Runbook.Queries.Select((query, i) => $"      - record: query_{i}\n        expr: |\n          {query}\n")),
            TestContext.Current.CancellationToken);
        try
        {
            var (exitCode, output) = await Promtool.RunAsync("check", "rules", rules);

            Assert.True(exitCode == 0, output);
            Assert.Contains($"{Runbook.Queries.Count} rules found", output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(rules);
        }
    }

    [Fact]
    public void Recording_rule_of_any_level_keeps_the_labels_in_its_name()
        => Findings.None(
            "A rule's name begins with the labels it keeps.",
            RuleFile.All.SelectMany(file => file.Recordings).SelectMany(rule => PromQuery.Parse(rule.Expression).Groupings
                .Where(label => label != "le")
                .Except(rule.Level, StringComparer.Ordinal)
                .Select(label => $"{rule.Series} groups by {label}")));

    private static IEnumerable<string> Missing(AlertRule alert)
    {
        if (string.IsNullOrEmpty(alert.For))
        {
            yield return "fires at once";
        }

        if (!Severities.Contains(alert.Labels.GetValueOrDefault("severity")))
        {
            yield return $"severity is not one of {string.Join(' ', Severities)}";
        }

        foreach (var annotation in ((string[])["summary", "description"]).Where(name => !alert.Annotations.ContainsKey(name)))
        {
            yield return $"no {annotation}";
        }

        if (alert.Annotations.GetValueOrDefault("runbook") != $"dashboards/RUNBOOK.md#{alert.Name.ToLowerInvariant()}")
        {
            yield return "runbook does not lead to its section";
        }
    }

    private static IEnumerable<string> Unknown(PromQuery query)
    {
        foreach (var selector in query.Selectors)
        {
            if (MetricContract.Of(selector.Series) is null)
            {
                yield return $"no metric {selector.Series}";
                continue;
            }

            var labels = MetricContract.LabelsOf(selector.Series).ToDictionary(label => label.Name, label => label.Values, StringComparer.Ordinal);
            foreach (var matcher in selector.Matchers.Where(matcher => !labels.TryGetValue(matcher.Label, out var values)
                || (values.Length > 0 && matcher.Value.Split('|').Except(values, StringComparer.Ordinal).Any())))
            {
                yield return $"{selector.Series} has no {matcher.Label}=\"{matcher.Value}\"";
            }
        }
    }

    [GeneratedRegex(@"(?<count>\d+) rules found", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RulesFound();
}
