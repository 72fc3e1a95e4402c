using Conduit.AppHost.Tools;
using Conduit.AppHost.Topology;

namespace Conduit.AppHost.Processes;

/// <summary>Prometheus and Grafana: programs of others, which the lab runs where they are and does without where not.</summary>
internal sealed class ToolResources(LabTopology topology, LabOptions options, LabFolders folders, LabConsole console)
{
    private readonly string _state = Path.Combine(folders.State, $"{topology.Proxy.Http.Port}");

    public IEnumerable<ProcessResource> Prometheus()
    {
        if (!options.Has(LabOptions.Prometheus))
        {
            yield break;
        }

        var endpoint = topology.Prometheus;
        yield return new ProcessResource(LabOptions.Prometheus, [endpoint], new Uri($"{endpoint.Url}/-/ready"), PreparePrometheusAsync)
        {
            Required = false,
        };
    }

    public IEnumerable<ProcessResource> Grafana()
    {
        if (!options.Has(LabOptions.Grafana))
        {
            yield break;
        }

        var endpoint = topology.Grafana;
        var executable = Executables.Find("grafana", "grafana-server");
        yield return new ProcessResource(
            LabOptions.Grafana,
            executable is null ? [] : [endpoint],
            new Uri($"{endpoint.Url}/api/health"),
            _ => Task.FromResult(executable is null ? Preparation.Leave(ToolHints.Grafana) : PrepareGrafana(executable)))
        {
            Required = false,
        };
    }

    private async Task<Preparation> PreparePrometheusAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(_state, "prometheus");
        if (!Directory.Exists(folders.PrometheusConfiguration))
        {
            return Preparation.Leave($"its configuration is not at {folders.PrometheusConfiguration}");
        }

        PrometheusCommand.WriteConfiguration(folders.PrometheusConfiguration, folder, topology);
        if (Executables.Find("prometheus") is { } installed)
        {
            return Guarded(installed, PrometheusCommand.Arguments(folder, topology.Prometheus.Port, webAssets: null), folder);
        }

        var tool = new FetchedPrometheus(folders.Tools);
        if (!tool.Exists)
        {
            console.Host($"Prometheus is not installed; fetching it into {Path.GetRelativePath(folders.Root, folders.Tools)}, which happens once.");
            if (await tool.FetchAsync(cancellationToken) is { } failure)
            {
                return Preparation.Leave($"{ToolHints.Prometheus} (fetching it failed: {failure})");
            }
        }

        return Guarded(tool.Executable, PrometheusCommand.Arguments(folder, topology.Prometheus.Port, tool.WebAssets), folder);
    }

    private Preparation PrepareGrafana(string executable)
    {
        var data = Path.Combine(_state, "grafana");
        Directory.CreateDirectory(data);
        var environment = GrafanaCommand.Environment(folders.Grafana, data, topology.Grafana.Port, topology.Prometheus.Url);
        return Guarded(executable, GrafanaCommand.Arguments(executable), data, environment);
    }

    private static Preparation Guarded(string executable, IReadOnlyList<string> arguments, string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        var lifeline = Path.Combine(AppContext.BaseDirectory, "Processes", "lifeline.sh");
        var start = new ProgramStart("/bin/sh", [lifeline, executable, .. arguments], folder);
        return Preparation.Of(environment is null ? start : start with { Environment = environment });
    }
}
