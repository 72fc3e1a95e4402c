using Conduit.Simulator.Scenarios;
using Conduit.Simulator.Virtual;
using Conduit.Tests.Architecture;
using Conduit.Tests.Simulator.Virtual;

namespace Conduit.Tests.Simulator.Scenarios;

/// <summary><c>scenarios/README.md</c>: a section for each scenario, with the figures of the results.</summary>
public sealed class GalleryTests
{
    private static readonly Dictionary<string, string> Sections = SectionsOf("scenarios/README.md", "### ");
    private static readonly Dictionary<string, string> Results = SectionsOf("scenarios/RESULTS.md", "## ");

    public static TheoryData<string> Names => [.. new ScenarioCatalog(Repository.PathOf("scenarios")).Names];

    [Fact]
    public void Gallery_has_a_section_for_each_scenario_and_none_for_any_other()
        => Assert.Equal(
            Names.Select(row => $"[{row.Data}]({row.Data}.yaml)").Order(StringComparer.Ordinal),
            Sections.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Section_says_what_to_watch_and_the_command_that_can_show_it(string name)
    {
        var section = Sections[$"[{name}]({name}.yaml)"];
        var inTheLab = VirtualRuns.Shipped(name).UpstreamNames.All(upstream => LabUpstreams.Names.Contains(upstream));

        Assert.Contains("**Watch:**", section, StringComparison.Ordinal);
        Assert.Contains($"`make {(inTheLab ? "simulate" : "compare")} SCENARIO={name}`", section, StringComparison.Ordinal);
    }

    [Fact]
    public void Gallery_has_a_chart_in_each_section_for_light_and_dark_and_no_other()
    {
        string[] Charts(string name) => [$"{name}-dark.svg", $"{name}.svg"];

        Assert.All(Names, row => Assert.All(Charts(row.Data), chart => Assert.Contains($"\"charts/{chart}\"", Sections[$"[{row.Data}]({row.Data}.yaml)"], StringComparison.Ordinal)));
        Assert.Equal(
            Names.SelectMany(row => Charts(row.Data)).Order(StringComparer.Ordinal),
            Directory.GetFiles(Repository.PathOf("scenarios", "charts")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Section_has_the_figures_of_the_results(string name)
    {
        var results = Rows(Results.Single(section => section.Key.Split(' ')[0] == name).Value).ToDictionary(row => row[0].Trim('*'), StringComparer.Ordinal);
        var rows = Rows(Sections[$"[{name}]({name}.yaml)"]).ToArray();

        Assert.Equal(["Adaptive", "RoundRobin", "LeastRequests", "Oracle"], rows.Select(row => row[0]));
        Assert.All(rows, row =>
        {
            var figures = results[row[0]];
            string[] now = row.Length > 4 ? [row[0], figures[1], figures[4], figures[5], figures[7]] : [row[0], figures[1], figures[4], figures[5]];
            Assert.True(now.SequenceEqual(row), $"scenarios/README.md is stale; in '{name}' write: | {string.Join(" | ", now)} |");
        });
    }

    private static IEnumerable<string[]> Rows(string section)
        => section.Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| policy", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static Dictionary<string, string> SectionsOf(string file, string heading)
        => ('\n' + File.ReadAllText(Repository.PathOf(file))).Split('\n' + heading)[1..]
            .Select(section => section.Split('\n', 2))
            .Where(section => section[0] != "Fingerprints")
            .ToDictionary(section => section[0], section => section[1], StringComparer.Ordinal);
}
