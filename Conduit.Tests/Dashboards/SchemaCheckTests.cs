using System.Text.Json.Nodes;
using Conduit.Tests.Architecture;

namespace Conduit.Tests.Dashboards;

/// <summary>A property that Grafana does not know is ignored in silence: its published types say which those are.</summary>
public sealed class SchemaCheckTests
{
    private static readonly (string Right, string Wrong)[] Slips =
    [
        ("\"graphTooltip\": 1", "\"graphTooltip\": 3"),
        ("\"displayMode\": \"table\"", "\"displayMode\": \"tabel\""),
        ("\"fillOpacity\":", "\"fillOpazity\":"),
        ("\"graphMode\": \"area\"", "\"graphMode\": 1"),
        ("\"refId\":", "\"refid\":"),
        ("\"custom.lineStyle\"", "\"custom.lineStile\""),
    ];

    [Fact]
    public async Task Dashboard_as_shipped_fits_the_types_that_Grafana_publishes()
    {
        var (exitCode, output) = await SchemaCheck.RunAsync();

        Assert.True(exitCode == 0, output);
        Assert.Contains($"{Dashboard.FileNames.Count()} dashboards fit", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dashboard_with_a_slip_is_refused_and_named()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Dashboard.Folder, "conduit-overview.json"), TestContext.Current.CancellationToken);
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var slips = Slips.Select((slip, i) => (Path: Path.Combine(folder.FullName, $"slip-{i}.json"), Text: text.Replace(slip.Right, slip.Wrong, StringComparison.Ordinal))).ToList();
            slips.ForEach(slip => File.WriteAllText(slip.Path, slip.Text));

            var (exitCode, output) = await SchemaCheck.RunAsync([.. slips.Select(slip => slip.Path)]);

            Assert.True(exitCode == 1, output);
            Assert.All(slips, slip => Assert.Contains($"{Path.GetFileName(slip.Path)}:", output, StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Types_in_use_are_those_of_the_Grafana_that_the_lab_runs()
    {
        var package = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(SchemaCheck.Folder, "package.json"), TestContext.Current.CancellationToken))!;
        var tools = await File.ReadAllTextAsync(Repository.PathOf("Conduit.AppHost", "AspireHosting", "ContainerTools.cs"), TestContext.Current.CancellationToken);

        Assert.Contains($"\"grafana/grafana\", \"{package["devDependencies"]!["@grafana/schema"]}\"", tools, StringComparison.Ordinal);
    }
}
