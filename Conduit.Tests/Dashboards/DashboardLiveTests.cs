using Conduit.Tests.Architecture;
using Conduit.Tests.Integration;

namespace Conduit.Tests.Dashboards;

/// <summary>
/// Dashboards, rules and documents rot when what they ask for is renamed or never there: here a real Prometheus, which has
/// watched a real lab, is asked, and the services themselves.
/// </summary>
[Collection(LabCollection.Name)]
[Trait("Category", "Integration")]
public sealed class DashboardLiveTests(DarkLabFixture lab) : IClassFixture<DarkLabFixture>
{
    private const string OpenMetrics = "application/openmetrics-text; version=1.0.0";

    /// <summary>For a last scrape and a last evaluation on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly (string Service, string Endpoint)[] Scraped = [("proxy", "http"), ("alpha", "control"), ("beta", "control"), ("simulator", "http")];

    [Fact]
    public async Task Query_of_any_dashboard_has_drawn_something_once_a_scenario_has_run()
    {
        using var prometheus = await PrometheusClient.OfAsync(lab.Lab);
        var silent = (
            from file in Dashboard.FileNames
            from query in Dashboard.Read(file).Expressions
            select (Place: $"{file}: {query.Place}", query.Expression)).ToList();
        Assert.NotEmpty(silent);

        var began = TimeProvider.System.GetTimestamp();
        await Until.TrueAsync(
            async () =>
            {
                silent = await StillSilentAsync(prometheus, silent);
                return silent.Count == 0 || TimeProvider.System.GetElapsedTime(began) > Patience;
            },
            4 * Patience,
            "Prometheus answers");

        Findings.None(
            "Every query of a dashboard gives a number at some second of a run in which everything happens.",
            silent.Select(query => $"{query.Place}: {query.Expression}"));
    }

    [Fact]
    public async Task Rules_in_the_lab_are_all_loaded_and_evaluate_without_an_error()
    {
        using var prometheus = await PrometheusClient.OfAsync(lab.Lab);
        var wanted = RuleFile.All.SelectMany(file => file.Recordings.Select(rule => rule.Series).Concat(file.Alerts.Select(alert => alert.Name)));

        // A group of a slow interval is evaluated for the first time up to that interval after the start.
        await Until.TrueAsync(async () => (await prometheus.RulesAsync()).All(rule => rule.Health != "unknown"), 2 * Patience, "every rule has been evaluated");

        var rules = await prometheus.RulesAsync();
        Assert.Equal(wanted.Order(StringComparer.Ordinal), rules.Select(rule => rule.Name).Order(StringComparer.Ordinal));
        Assert.All(rules, rule => Assert.Equal("ok", rule.Health));
    }

    [Fact]
    public async Task Alert_of_panic_has_fired_when_every_upstream_was_down()
    {
        using var prometheus = await PrometheusClient.OfAsync(lab.Lab);

        await Until.TrueAsync(
            async () => (await prometheus.DrawnAsync("""ALERTS{alertname="ConduitPanic", alertstate="firing"}""", lab.Since)).Count > 0,
            Patience,
            "ConduitPanic has fired");
    }

    [Fact]
    public async Task Metric_in_a_scrape_is_documented_and_documented_ones_are_in_it()
    {
        var scrape = new Scrape(await ScrapeAllAsync("text/plain"));
        var documented = MetricsDocument.Metrics.ToDictionary(metric => metric.Name, StringComparer.Ordinal);

        Findings.None(
            "Every metric of Conduit's that a service shows is in METRICS.md.",
            scrape.Metrics.Where(name => name.StartsWith("conduit_", StringComparison.Ordinal) && !documented.ContainsKey(name)));
        Findings.None(
            "Every metric in METRICS.md is in a scrape, with that type and those labels.",
            documented.Values.SelectMany(metric => Differences(metric, scrape).Select(what => $"{metric.Name}: {what}")));
    }

    [Fact]
    public async Task Unit_in_a_scrape_is_the_documented_one()
    {
        var units = Scrape.Units(await ScrapeAllAsync(OpenMetrics));

        Assert.Contains("seconds", units.Values);
        Findings.None(
            "A unit that OpenMetrics states is the one in METRICS.md, and METRICS.md claims none that it does not state.",
            from metric in MetricsDocument.Metrics
            let stated = units.GetValueOrDefault(metric.Type == "counter" ? metric.Name[..^"_total".Length] : metric.Name)
            let claimed = metric.Unit is "seconds" or "bytes" ? metric.Unit : null
            where stated != claimed
            select $"{metric.Name}: {claimed ?? "no unit"} documented, {stated ?? "none"} scraped");
    }

    private async Task<string[]> ScrapeAllAsync(string accept)
        => await Task.WhenAll(Scraped.Select(one => lab.ScrapeAsync(one.Service, one.Endpoint, accept)));

    private async Task<List<(string Place, string Expression)>> StillSilentAsync(
        PrometheusClient prometheus, IEnumerable<(string Place, string Expression)> queries)
    {
        List<(string Place, string Expression)> silent = [];
        foreach (var query in queries)
        {
            if ((await prometheus.DrawnAsync(DashboardVariables.Substitute(query.Expression), lab.Since)).Count == 0)
            {
                silent.Add(query);
            }
        }

        return silent;
    }

    // What the runtime labels may have more than is documented, in some series; Conduit's own have exactly what is.
    private static IEnumerable<string> Differences(DocumentedMetric metric, Scrape scrape)
    {
        if (scrape.TypeOf(metric.Name) is not { } type)
        {
            yield return "in no scrape";
            yield break;
        }

        if (type != metric.Type)
        {
            yield return $"documented as a {metric.Type}, scraped as a {type}";
        }

        var labels = string.Join(' ', metric.Labels.Order(StringComparer.Ordinal));
        var scraped = scrape.LabelsOf(metric.Name);
        if (metric.IsOwn ? !scraped.SetEquals([labels]) : !scraped.Any(set => metric.Labels.All(label => set.Split(' ').Contains(label))))
        {
            yield return $"documented with labels ({labels}), scraped with ({string.Join(") and (", scraped)})";
        }
    }
}
