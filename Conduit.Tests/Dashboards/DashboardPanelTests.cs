using System.Text.Json;
using Conduit.Tests.Architecture;

namespace Conduit.Tests.Dashboards;

public sealed class DashboardPanelTests
{
    private const string ColourByName = "palette-classic-by-name";

    private static readonly string[] LiveTypes = ["timeseries", "stat", "table", "bargauge", "gauge", "heatmap", "state-timeline", "piechart", "text"];
    private static readonly string[] Units = ["none", "short", "percentunit", "s", "reqps", "ops", "bytes", "Bps"];

    public static TheoryData<string> Files => Dashboard.Files;

    [Theory]
    [MemberData(nameof(Files))]
    public void Panel_types_in_use_are_ones_that_Grafana_keeps(string file)
        => Findings.None(
            "Only panel types that Grafana still ships are used.",
            Dashboard.Read(file).Charts.Where(panel => !LiveTypes.Contains(panel.Type)).Select(panel => $"{panel.Title} is a {panel.Type}"));

    [Theory]
    [MemberData(nameof(Files))]
    public void Panel_of_any_type_says_what_it_shows(string file)
        => Findings.None(
            "Every panel has a title, a description that ends its sentence, a known unit, a query and a legend.",
            Dashboard.Read(file).Charts.SelectMany(panel => Missing(panel).Select(what => $"panel {panel.Id} '{panel.Title}': {what}")));

    [Theory]
    [MemberData(nameof(Files))]
    public void Data_source_of_anything_shown_is_the_variable(string file)
    {
        var sources = DataSourcesIn(Dashboard.Read(file).Json).ToList();

        Assert.NotEmpty(sources);
        Assert.All(sources, source => Assert.Equal("${datasource}", source));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Query_ids_within_a_panel_are_unique(string file)
        => Assert.All(Dashboard.Read(file).Charts, panel => Assert.Distinct(panel.Targets.Select(target => target.RefId)));

    [Fact]
    public void Upstream_on_any_panel_of_any_dashboard_has_one_colour()
    {
        var perUpstream = Dashboard.FileNames.SelectMany(file => Dashboard.Read(file).Charts.Where(ColoursUpstreams).Select(panel => (file, panel))).ToList();
        var colours = perUpstream.SelectMany(place => ColoursOfUpstreams(place.panel)).Distinct().ToList();

        Assert.True(perUpstream.Count > 20, $"Only {perUpstream.Count} panels show upstreams.");
        Assert.Contains(colours, colour => colour.Contains("alpha", StringComparison.Ordinal));
        Assert.Contains(colours, colour => colour.Contains("beta", StringComparison.Ordinal));
        Assert.Distinct(colours.Select(colour => colour.Split(' ')[^1]));
        Findings.None(
            "A panel with a series per upstream gives alpha and beta the same colours as every other such panel, and any other name the colour of its name.",
            perUpstream
                .Where(place => ColoursOfUpstreams(place.panel).Count() != colours.Count || place.panel.Defaults.GetProperty("color").GetProperty("mode").GetString() != ColourByName)
                .Select(place => $"{place.file}: {place.panel.Title}"));
    }

    // A timeline's colours are states, and a table has none; everything else with one series an upstream is coloured by upstream.
    private static bool ColoursUpstreams(Panel panel)
        => panel.Type is not ("state-timeline" or "table") && panel.Targets.Any(target => target.Legend.StartsWith("{{upstream}}", StringComparison.Ordinal));

    // What else such a panel shows beside them is named in full; upstreams are matched with what may follow their name.
    private static IEnumerable<string> ColoursOfUpstreams(Panel panel)
        => panel.FixedColours.Where(pair => pair.Key.StartsWith("/^", StringComparison.Ordinal)).Select(pair => $"{pair.Key} {pair.Value}");

    private static IEnumerable<string?> DataSourcesIn(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => json.EnumerateArray().SelectMany(DataSourcesIn),
        JsonValueKind.Object => json.EnumerateObject().SelectMany(property => property.NameEquals("datasource")
            ? [property.Value.GetProperty("uid").GetString()]
            : DataSourcesIn(property.Value)),
        _ => [],
    };

    private static IEnumerable<string> Missing(Panel panel)
    {
        if (string.IsNullOrWhiteSpace(panel.Title))
        {
            yield return "no title";
        }

        if (!panel.Description.EndsWith('.'))
        {
            yield return "no description, or one that does not end";
        }

        if (!Units.Contains(panel.Unit))
        {
            yield return $"unit '{panel.Unit}' is not one of {string.Join(' ', Units)}";
        }

        if (panel.Targets.Count == 0)
        {
            yield return "asks nothing";
        }

        foreach (var target in panel.Targets.Where(target => string.IsNullOrWhiteSpace(target.Legend)))
        {
            yield return $"query {target.RefId} has no legend";
        }
    }
}
