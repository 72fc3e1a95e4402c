using System.Text.Json;
using Conduit.Tests.Architecture;

namespace Conduit.Tests.Dashboards;

public sealed class DashboardFileTests
{
    public static TheoryData<string> Files => Dashboard.Files;

    [Theory]
    [MemberData(nameof(Files))]
    public void Dashboard_as_provisioned_has_an_identity_of_its_own(string file)
    {
        var json = Dashboard.Read(file).Json;

        Assert.Equal(Path.GetFileNameWithoutExtension(file), json.GetProperty("uid").GetString());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("id").ValueKind);
        Assert.Matches("^(Conduit: |\\.NET runtime$)", json.GetProperty("title").GetString());
        Assert.InRange(json.GetProperty("schemaVersion").GetInt32(), 39, 42);
        Assert.False(json.TryGetProperty("__inputs", out _), "Exported for sharing: __inputs asks the reader for a data source.");
    }

    [Fact]
    public void Dashboards_are_the_overview_and_one_for_each_question_behind_it()
        => Assert.Equal(
            [".NET runtime", "Conduit: overview", "Conduit: routing decisions", "Conduit: scenario"],
            Dashboard.FileNames.Select(file => Dashboard.Read(file).Json.GetProperty("title").GetString()).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Files))]
    public void Dashboard_variables_begin_with_the_data_source_the_job_and_the_upstream(string file)
        => Assert.Equal(["datasource", "job", "upstream"], Dashboard.Read(file).Variables.Take(3).Select(variable => variable.GetProperty("name").GetString()));

    [Theory]
    [MemberData(nameof(Files))]
    public void Dashboard_variables_are_all_used(string file)
    {
        var dashboard = Dashboard.Read(file);
        var text = dashboard.Json.GetRawText();

        Assert.All(dashboard.Variables.Select(variable => variable.GetProperty("name").GetString()!), name =>
            Assert.True(text.Contains($"${name}", StringComparison.Ordinal) || text.Contains($"${{{name}}}", StringComparison.Ordinal), $"${name} is in no query."));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Dashboard_links_to_the_others_at_the_same_time(string file)
    {
        var json = Dashboard.Read(file).Json;
        var link = Assert.Single(json.GetProperty("links").EnumerateArray());

        Assert.Equal("dashboards", link.GetProperty("type").GetString());
        Assert.True(link.GetProperty("keepTime").GetBoolean() && link.GetProperty("includeVars").GetBoolean());
        Assert.Contains(Assert.Single(link.GetProperty("tags").EnumerateArray()).GetString(), json.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Fault_windows_are_annotations_on_every_dashboard(string file)
        => Assert.Contains("conduit_fault_active", Assert.Single(Dashboard.Read(file).Json.GetProperty("annotations").GetProperty("list").EnumerateArray()).GetProperty("expr").GetString(), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Files))]
    public void Rows_of_a_dashboard_start_at_its_top_and_each_asks_a_question(string file)
    {
        var rows = Dashboard.Read(file).Panels.Where(panel => panel.Type == "row").ToList();

        Assert.Equal(0, rows[0].Area.Y);
        Assert.True(rows.Count >= 4, $"{rows.Count} rows tell no story.");
        Assert.All(rows, row => Assert.Matches("^[A-Z][^:?]+(: .+)?$", row.Title));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Panel_ids_in_a_dashboard_are_unique(string file)
    {
        var panels = Dashboard.Read(file).Panels;

        Assert.NotEmpty(panels);
        Assert.Distinct(panels.Select(panel => panel.Id));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Panels_on_the_grid_neither_overlap_nor_leave_it(string file)
    {
        var panels = Dashboard.Read(file).Panels;
        var outside = panels.Where(panel => !panel.Area.IsOnGrid).Select(panel => $"{panel.Title} {panel.Area} leaves the grid");
        var overlaps = panels.SelectMany((one, i) => panels.Skip(i + 1)
            .Where(other => one.Area.Overlaps(other.Area))
            .Select(other => $"{one.Title} {one.Area} overlaps {other.Title} {other.Area}"));

        Findings.None("Every panel has a place of its own on a grid of 24 columns.", outside.Concat(overlaps));
    }

    [Fact]
    public void Overview_read_from_top_to_bottom_tells_a_story()
    {
        var rows = Dashboard.Read("conduit-overview.json").Panels.OrderBy(panel => panel.Area.Y).Where(panel => panel.Type == "row").ToList();

        Assert.Equal(["Now", "Requests, errors, duration", "Routing", "Saturation and healing"], rows.Select(row => row.Title.Split(':')[0]));
        Assert.Equal(0, rows[0].Area.Y);
    }
}
