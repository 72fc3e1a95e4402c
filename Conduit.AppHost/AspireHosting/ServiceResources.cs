using System.Globalization;
using Conduit.AppHost.Topology;

namespace Conduit.AppHost.AspireHosting;

/// <summary>The lab's services as Aspire projects.</summary>
internal static class ServiceResources
{
    public const string MetricsEndpoint = "metrics";

    // Clear of every other port of the lab.
    private const int MetricsOffset = 7_000;

    public static IResourceBuilder<ProjectResource> AddLabService(
        this IDistributedApplicationBuilder builder, LabService service, IReadOnlyDictionary<string, IResourceBuilder<ProjectResource>> others)
    {
        var project = builder.AddLabProject(service)
            .WithEnvironment("ASPNETCORE_ENVIRONMENT", "Production")
            .WithArgs(service.Arguments.ToArray())
            // The further ports follow from this one in the service itself.
            .WithEndpointsInEnvironment(endpoint => endpoint.Name == LabEndpoint.Http)
            .WithEndpointsOf(service)
            .WithHttpHealthCheck(path: LabTopology.HealthPath, endpointName: service.ManagementEndpoint)
            .PublishAsDockerComposeService((_, compose) => ComposeServices.Harden(compose, service));
        foreach (var reference in service.References)
        {
            // This endpoint alone: the resource as a whole would bring its control and h2c ports as further addresses.
            project.WithReference(others[reference].GetEndpoint(LabEndpoint.Http));
        }

        foreach (var setting in service.Settings)
        {
            _ = setting switch
            {
                LiteralSetting literal => project.WithEnvironment(literal.Key, literal.Value),
                // Of a resource that was left out there is no address: the service keeps its default.
                AddressSetting address when !others.ContainsKey(address.Resource) => project,
                AddressSetting address => project.WithEnvironment(address.Key, others[address.Resource].GetEndpoint(address.Endpoint)),
                _ => throw new InvalidOperationException($"The host does not know how to write {setting}."),
            };
        }

        foreach (var dependency in service.WaitsFor)
        {
            project.WaitFor(others[dependency]);
        }

        if (builder.ExecutionContext.IsPublishMode)
        {
            // Among containers chaos and isolation come from another host; the ports are published on loopback only.
            project.WithEnvironment(RemoteCommandsOf(service), "true");
        }

        return project;
    }

    /// <summary>Lets a Prometheus in a container reach the metrics, and only them, from beyond loopback.</summary>
    public static void WithMetricsForContainers(this IResourceBuilder<ProjectResource> project, LabService service)
    {
        // Elsewhere the container runtime is a machine of its own, which reaches this one's loopback.
        if (OperatingSystem.IsLinux())
        {
            var port = service.Management.Port + MetricsOffset;
            project
                .WithHttpEndpoint(port: port, name: MetricsEndpoint, isProxied: false)
                .WithEndpoint(MetricsEndpoint, endpoint => endpoint.TargetHost = "0.0.0.0")
                .WithEnvironment("CONDUIT_METRICS_PORT", port.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static IResourceBuilder<ProjectResource> AddLabProject(this IDistributedApplicationBuilder builder, LabService service)
        => service.Project switch
        {
            "Conduit.LiveView" => builder.AddProject<Projects.Conduit_LiveView>(service.Name, launchProfileName: null),
            "Conduit.Proxy" => builder.AddProject<Projects.Conduit_Proxy>(service.Name, launchProfileName: null),
            "Conduit.Simulator" => builder.AddProject<Projects.Conduit_Simulator>(service.Name, launchProfileName: null),
            "Conduit.Upstreams" => builder.AddProject<Projects.Conduit_Upstreams>(service.Name, launchProfileName: null),
            _ => throw new InvalidOperationException($"The host knows no project {service.Project}."),
        };

    private static string RemoteCommandsOf(LabService service) => service.Project switch
    {
        "Conduit.LiveView" => "Conduit__LiveView__RemoteCommands",
        "Conduit.Simulator" => "Conduit__Simulator__RemoteCommands",
        "Conduit.Upstreams" => "Conduit__Upstream__RemoteCommands",
        _ => "Conduit__RemoteCommands",
    };

    private static IResourceBuilder<ProjectResource> WithEndpointsOf(this IResourceBuilder<ProjectResource> project, LabService service)
    {
        foreach (var endpoint in service.Endpoints)
        {
            // Without Aspire's proxy, which would hold connections to a dead process instead of refusing them.
            project.WithHttpEndpoint(port: endpoint.Port, name: endpoint.Name, isProxied: false);
            if (endpoint.Name == LabEndpoint.H2c)
            {
                project.WithEndpoint(endpoint.Name, annotation => annotation.Transport = "http2");
            }
        }

        return project;
    }
}
