using System.Globalization;
using Conduit.AppHost.Topology;

namespace Conduit.AppHost.Tools;

/// <summary>How to run a Prometheus for the lab: its configuration and rules, with this lab's targets, and its arguments.</summary>
internal static class PrometheusCommand
{
    public const string ConfigurationFile = "prometheus.yml";

    /// <summary>Writes the configuration and rules for <paramref name="topology"/> into <paramref name="folder"/>.</summary>
    public static void WriteConfiguration(string source, string folder, LabTopology topology)
    {
        CopyFiles(source, folder);
        // Rules that an earlier start left behind and that are no more would still be loaded.
        var rules = Path.Combine(folder, LabFolders.PrometheusRules);
        if (Directory.Exists(rules))
        {
            Directory.Delete(rules, recursive: true);
        }

        CopyFiles(Path.Combine(source, LabFolders.PrometheusRules), rules);
        var targets = PrometheusTargets.Defaults.Zip(topology.Services).ToDictionary(
            pair => pair.First.Target,
            pair => string.Create(CultureInfo.InvariantCulture, $"localhost:{pair.Second.Management.Port}"),
            StringComparer.Ordinal);
        var path = Path.Combine(folder, ConfigurationFile);
        File.WriteAllText(path, PrometheusTargets.Rewrite(File.ReadAllText(path), targets));
    }

    /// <param name="folder">Holds the configuration; the data goes below it.</param>
    /// <param name="port">Where it listens, on loopback.</param>
    /// <param name="webAssets">Where a Prometheus that was unpacked, not installed, finds its pages.</param>
    public static IReadOnlyList<string> Arguments(string folder, int port, string? webAssets)
    {
        List<string> arguments =
        [
            $"--config.file={Path.Combine(folder, ConfigurationFile)}",
            $"--storage.tsdb.path={Path.Combine(folder, "data")}",
            "--storage.tsdb.retention.time=1d",
            $"--web.listen-address=127.0.0.1:{port}",
            "--log.level=warn",
            "--enable-feature=exemplar-storage",
        ];
        if (webAssets is not null)
        {
            arguments.Add($"--web.local-assets={webAssets}");
        }

        return arguments;
    }

    private static void CopyFiles(string source, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }
    }
}
