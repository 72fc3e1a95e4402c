using System.Text.RegularExpressions;
using Conduit.Tests.Architecture;

namespace Conduit.Tests.Dashboards;

public sealed partial class DashboardQueryTests
{
    public static TheoryData<string> Files => Dashboard.Files;

    [Theory]
    [MemberData(nameof(Files))]
    public void Query_of_any_panel_names_metrics_and_labels_that_Conduit_has(string file)
        => Findings.None(
            "A query asks only for metrics, labels and label values that the services expose.",
            AllExpressions(file).SelectMany(query => Unknown(PromQuery.Parse(query.Expression)).Select(what => $"{query.Place}: {what}")));

    [Theory]
    [MemberData(nameof(Files))]
    public void Query_over_a_range_takes_it_from_Grafana(string file)
        => Findings.None(
            "rate() and deriv() run over [$__rate_interval], increase() over [$__range], and nothing else over a range.",
            AllExpressions(file).SelectMany(query => PromQuery.Parse(query.Expression).Ranges
                .Where(ranged => ranged is not ({ Function: "rate" or "deriv", Range: "$__rate_interval" } or { Function: "increase", Range: "$__range" }))
                .Select(ranged => $"{query.Place}: {ranged.Function}[{ranged.Range}]")));

    [Theory]
    [MemberData(nameof(Files))]
    public void Query_of_a_counter_or_bucket_is_a_rate_or_an_increase(string file)
        => Findings.None(
            "A counter by itself only says how long its service has run: a query takes its rate or its increase.",
            AllExpressions(file).Where(query => !query.Place.StartsWith("variable ", StringComparison.Ordinal)).SelectMany(query =>
            {
                var parsed = PromQuery.Parse(query.Expression);
                var counters = parsed.Selectors.Where(selector => MetricContract.Of(selector.Series) is { Kind: not MetricKind.Gauge }).ToList();
                return counters.Count == parsed.Ranges.Count(ranged => ranged.Function is "rate" or "increase") ? [] : counters.Select(counter => $"{query.Place}: {counter.Series}");
            }));

    [Theory]
    [MemberData(nameof(Files))]
    public void Legend_of_a_query_names_labels_that_its_result_keeps(string file)
        => Findings.None(
            "A legend shows only labels by which its query groups; any other would be blank.",
            Dashboard.Read(file).Charts.SelectMany(panel => panel.Targets.SelectMany(target => LegendLabels().Matches(target.Legend)
                .Select(label => label.Groups["label"].Value)
                .Except(PromQuery.Parse(target.Expression).Groupings)
                .Select(label => $"{panel.Title} ({target.RefId}): {label}"))));

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Query_of_any_panel_is_one_that_Prometheus_can_parse(string file)
    {
        var queries = Dashboard.Read(file).Expressions.ToList();
        var rules = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.yml");
        await File.WriteAllTextAsync(rules, AsRecordingRules(queries), TestContext.Current.CancellationToken);
        try
        {
            var (exitCode, output) = await Promtool.RunAsync("check", "rules", rules);

            Assert.True(exitCode == 0, output);
            Assert.Contains($"{queries.Count} rules found", output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(rules);
        }
    }

    private static IEnumerable<(string Place, string Expression)> AllExpressions(string file)
    {
        var dashboard = Dashboard.Read(file);
        var variables = dashboard.Variables
            .Where(variable => variable.GetProperty("type").GetString() == "query")
            .Select(variable => (
                $"variable {variable.GetProperty("name").GetString()}",
                LabelValues().Match(variable.GetProperty("query").GetProperty("query").GetString()!).Groups["series"].Value));
        return dashboard.Expressions.Concat(variables);
    }

    private static IEnumerable<string> Unknown(PromQuery query)
    {
        if (query.Selectors.Count == 0)
        {
            yield return "asks for no metric";
        }

        foreach (var selector in query.Selectors)
        {
            if (MetricContract.Of(selector.Series) is null)
            {
                yield return $"no metric {selector.Series}";
                continue;
            }

            var labels = MetricContract.LabelsOf(selector.Series).ToDictionary(label => label.Name, label => label.Values, StringComparer.Ordinal);
            foreach (var matcher in selector.Matchers)
            {
                if (!labels.TryGetValue(matcher.Label, out var values))
                {
                    yield return $"{selector.Series} has no label {matcher.Label}";
                }
                else if (values.Length > 0)
                {
                    foreach (var value in matcher.Value.Split('|').Except(values, StringComparer.Ordinal))
                    {
                        yield return $"{selector.Series} never has {matcher.Label}=\"{value}\"";
                    }
                }
            }
        }

        var kept = query.Selectors.SelectMany(selector => MetricContract.LabelsOf(selector.Series)).Select(label => label.Name);
        foreach (var label in query.Groupings.Except(kept, StringComparer.Ordinal))
        {
            yield return $"groups by {label}, which none of its metrics has";
        }
    }

    private static string AsRecordingRules(IEnumerable<(string Place, string Expression)> queries)
        => "groups:\n  - name: dashboard\n    rules:\n" + string.Concat(queries.Select((query, i) =>
            $"      # {query.Place}\n      - record: query_{i}\n        expr: |\n          {DashboardVariables.Substitute(query.Expression).ReplaceLineEndings("\n          ")}\n"));

    [GeneratedRegex("""\{\{\s*(?<label>\w+)\s*\}\}""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LegendLabels();

    [GeneratedRegex("""^label_values\((?<series>.+),\s*\w+\)$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelValues();
}
