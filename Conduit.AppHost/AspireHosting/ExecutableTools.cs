using Conduit.AppHost.Tools;
using Conduit.AppHost.Topology;

namespace Conduit.AppHost.AspireHosting;

/// <summary>Prometheus and Grafana as programs of this machine, where no container runtime answers.</summary>
internal sealed class ExecutableTools(IDistributedApplicationBuilder builder, LabTopology topology, LabFolders folders) : IToolResources
{
    private readonly string _state = Path.Combine(folders.State, $"{topology.Proxy.Http.Port}");

    public async Task<EndpointReference?> AddPrometheusAsync()
    {
        var fetched = new FetchedPrometheus(folders.Tools);
        var installed = Executables.Find("prometheus");
        if (installed is null && !fetched.Exists && await fetched.FetchAsync(CancellationToken.None) is { } failure)
        {
            Console.WriteLine($"Prometheus and Grafana are left out: {ToolHints.Prometheus} (fetching it failed: {failure}).");
            return null;
        }

        var folder = Path.Combine(_state, "prometheus");
        PrometheusCommand.WriteConfiguration(folders.PrometheusConfiguration, folder, topology);
        var port = topology.Prometheus.Port;
        var arguments = PrometheusCommand.Arguments(folder, port, installed is null ? fetched.WebAssets : null);
        return builder.AddExecutable(LabOptions.Prometheus, installed ?? fetched.Executable, folder, arguments.ToArray())
            .WithHttpEndpoint(port: port, name: LabEndpoint.Http, isProxied: false)
            .WithHttpHealthCheck(path: "/-/ready", endpointName: LabEndpoint.Http)
            .GetEndpoint(LabEndpoint.Http);
    }

    public void AddGrafana(EndpointReference prometheus)
    {
        if (Executables.Find("grafana", "grafana-server") is not { } executable)
        {
            Console.WriteLine($"Grafana is left out: {ToolHints.Grafana}.");
            return;
        }

        var data = Path.Combine(_state, "grafana");
        Directory.CreateDirectory(data);
        var grafana = builder.AddExecutable(LabOptions.Grafana, executable, data, GrafanaCommand.Arguments(executable).ToArray())
            .WithHttpEndpoint(port: topology.Grafana.Port, name: LabEndpoint.Http, isProxied: false)
            .WithHttpHealthCheck(path: "/api/health", endpointName: LabEndpoint.Http);
        foreach (var (key, value) in GrafanaCommand.Environment(folders.Grafana, data, topology.Grafana.Port, topology.Prometheus.Url))
        {
            grafana.WithEnvironment(key, value);
        }
    }
}
