using Conduit.AppHost.Topology;

namespace Conduit.AppHost.AspireHosting;

/// <summary>Prometheus and Grafana as containers, with the configuration of dashboards/ inside them.</summary>
internal sealed class ContainerTools(
    IDistributedApplicationBuilder builder,
    LabTopology topology,
    LabFolders folders,
    IReadOnlyDictionary<string, IResourceBuilder<ProjectResource>> services) : IToolResources
{
    private const int PrometheusPort = 9090;
    private const int GrafanaPort = 3000;
    private const string PrometheusFolder = "/etc/prometheus";
    private const string GrafanaFolder = "/etc/grafana";

    public Task<EndpointReference?> AddPrometheusAsync()
    {
        var prometheus = builder.AddContainer(LabOptions.Prometheus, "prom/prometheus", "v3.5.0")
            .WithHttpEndpoint(port: topology.Prometheus.Port, targetPort: PrometheusPort, name: LabEndpoint.Http)
            .WithHttpHealthCheck(path: "/-/ready", endpointName: LabEndpoint.Http)
            // In place of the image's own, which lack the last.
            .WithArgs($"--config.file={PrometheusFolder}/prometheus.yml", "--storage.tsdb.path=/prometheus", "--enable-feature=exemplar-storage")
            .WithContainerFiles(PrometheusFolder, (_, cancellationToken) => ConfigurationAsync(cancellationToken))
            .WithContainerFiles($"{PrometheusFolder}/{LabFolders.PrometheusRules}", FilesOf(folders.PrometheusConfiguration, LabFolders.PrometheusRules))
            .PublishAsDockerComposeService((_, compose) =>
            {
                compose.Restart = "unless-stopped";
                compose.Ports = [ComposeServices.Loopback(topology.Prometheus.Port, PrometheusPort)];
            });
        if (builder.ExecutionContext.IsRunMode && OperatingSystem.IsLinux())
        {
            prometheus.WithContainerRuntimeArgs("--add-host=host.docker.internal:host-gateway");
        }

        return Task.FromResult<EndpointReference?>(prometheus.GetEndpoint(LabEndpoint.Http));
    }

    public void AddGrafana(EndpointReference prometheus)
        => builder.AddContainer(LabOptions.Grafana, "grafana/grafana", "12.1.0")
            .WithHttpEndpoint(port: topology.Grafana.Port, targetPort: GrafanaPort, name: LabEndpoint.Http)
            .WithHttpHealthCheck(path: "/api/health", endpointName: LabEndpoint.Http)
            .WithEnvironment("PROMETHEUS_URL", prometheus)
            .WithEnvironment("GF_SECURITY_ADMIN_USER", "admin")
            .WithEnvironment("GF_SECURITY_ADMIN_PASSWORD", "admin")
            .WithEnvironment("GF_ANALYTICS_REPORTING_ENABLED", "false")
            // One flat folder each: Compose would nest the paths of a tree wrongly.
            .WithContainerFiles($"{GrafanaFolder}/provisioning/datasources", FilesOf(folders.Grafana, "provisioning", "datasources"))
            .WithContainerFiles($"{GrafanaFolder}/provisioning/dashboards", FilesOf(folders.Grafana, "provisioning", "dashboards"))
            .WithContainerFiles($"{GrafanaFolder}/dashboards", FilesOf(folders.Grafana, "dashboards"))
            .PublishAsDockerComposeService((_, compose) =>
            {
                compose.Restart = "unless-stopped";
                compose.Ports = [ComposeServices.Loopback(topology.Grafana.Port, GrafanaPort)];
            });

    private async Task<IEnumerable<ContainerFileSystemItem>> ConfigurationAsync(CancellationToken cancellationToken)
    {
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (service, target) in PrometheusTargets.Defaults.Where(pair => services.ContainsKey(pair.Service.Name)))
        {
            targets[target] = await TargetAsync(service.Name, cancellationToken);
        }

        var files = new List<ContainerFileSystemItem>();
        foreach (var path in Directory.EnumerateFiles(folders.PrometheusConfiguration))
        {
            files.Add(FileOf(path, PrometheusTargets.Rewrite(await File.ReadAllTextAsync(path, cancellationToken), targets)));
        }

        return files;
    }

    private async Task<string> TargetAsync(string name, CancellationToken cancellationToken)
    {
        var service = topology.Services.First(service => service.Name == name);
        if (builder.ExecutionContext.IsPublishMode)
        {
            // No address is ever allotted while publishing: waiting for one would not end.
            return $"{name}:{service.Management.Port}";
        }

        var endpoint = OperatingSystem.IsLinux() ? ServiceResources.MetricsEndpoint : service.ManagementEndpoint;
        return await services[name]
            .GetEndpoint(endpoint, KnownNetworkIdentifiers.DefaultAspireContainerNetwork)
            .Property(EndpointProperty.HostAndPort)
            .GetValueAsync(cancellationToken) ?? throw new InvalidOperationException($"{name} has no address for containers.");
    }

    private List<ContainerFile> FilesOf(params string[] folder)
        => Directory.EnumerateFiles(Path.Combine(folder))
            .Select(path => FileOf(path, File.ReadAllText(path)))
            .ToList();

    // By contents, not by path: publishing copies a path's file, and refuses to do so over the copy of the time before.
    private ContainerFile FileOf(string path, string text) => new()
    {
        Name = Path.GetFileName(path),
        // Compose takes a single dollar for a variable of its own.
        Contents = builder.ExecutionContext.IsPublishMode ? text.Replace("$", "$$", StringComparison.Ordinal) : text,
    };
}
