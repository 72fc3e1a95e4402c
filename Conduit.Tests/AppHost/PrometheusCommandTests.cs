using Conduit.AppHost.Tools;
using Conduit.AppHost.Topology;
using Conduit.Tests.Architecture;
using Conduit.Tests.Dashboards;

namespace Conduit.Tests.AppHost;

public sealed class PrometheusCommandTests : IDisposable
{
    private static readonly string Source = Repository.PathOf("dashboards", "prometheus");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    [Fact]
    public async Task Configuration_of_a_lab_at_other_ports_has_its_targets_and_all_rules()
    {
        PrometheusCommand.WriteConfiguration(Source, _folder.FullName, LabTopology.At(15_000));
        var (exitCode, output) = await Promtool.RunAsync("check", "config", InFolder(PrometheusCommand.ConfigurationFile));

        Assert.True(exitCode == 0, output);
        Assert.Contains($"{RuleFile.All.Count} rule files found", output, StringComparison.Ordinal);
        Assert.Contains("localhost:23080", await File.ReadAllTextAsync(InFolder(PrometheusCommand.ConfigurationFile), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_that_are_no_more_are_gone_at_the_next_start()
    {
        Directory.CreateDirectory(InFolder("rules"));
        File.WriteAllText(InFolder("rules", "old.yml"), "groups: []");

        PrometheusCommand.WriteConfiguration(Source, _folder.FullName, LabTopology.At(0));

        Assert.Equal(
            Directory.EnumerateFiles(RuleFile.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(InFolder("rules")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string InFolder(params string[] path) => Path.Combine([_folder.FullName, .. path]);
}
