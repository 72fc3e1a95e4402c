using Conduit.AppHost.Topology;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Conduit.AppHost.AspireHosting;

/// <summary>The topology under Aspire: run with its dashboard, or published as a Docker Compose folder.</summary>
internal sealed class AspireLab(IDistributedApplicationBuilder builder, LabOptions options, LabFolders folders)
{
    private readonly LabTopology _topology = LabTopology.At(options.PortOffset);

    public async Task<int> RunAsync()
    {
        // A published lab is made of containers, whatever this machine can run.
        var publishing = builder.ExecutionContext.IsPublishMode;
        var containers = publishing || await ContainerRuntime.AnswersAsync();
        if (!publishing && TakenPorts().ToList() is { Count: > 0 } taken)
        {
            taken.ForEach(Console.Error.WriteLine);
            return 1;
        }

        builder.AddDockerComposeEnvironment("compose").WithDashboard(enabled: false);
        var services = AddServices(containersScrape: containers && !publishing && options.Has(LabOptions.Prometheus));
        IToolResources tools = containers
            ? new ContainerTools(builder, _topology, folders, services)
            : new ExecutableTools(builder, _topology, folders);
        await AddToolsAsync(tools);

        if (publishing)
        {
            return await PublishAsync(builder.Build());
        }

        Console.WriteLine($"The lab runs under Aspire ({HostReason.Text}), dashboard at http://localhost:{LabTopology.DashboardPort}. "
            + "'make dev' runs the same lab as plain processes, with all logs in one terminal.");
        using var record = LabRecord.WriteOwn(folders, options.PortOffset);
        await builder.Build().RunAsync();
        return 0;
    }

    // A failed step ends the application in good order: only the background work itself tells.
    private static async Task<int> PublishAsync(DistributedApplication application)
    {
        var work = application.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
        await application.RunAsync();
        return work.Exists(service => service.ExecuteTask is { IsFaulted: true }) ? 1 : 0;
    }

    private Dictionary<string, IResourceBuilder<ProjectResource>> AddServices(bool containersScrape)
    {
        var services = new Dictionary<string, IResourceBuilder<ProjectResource>>(StringComparer.Ordinal);
        foreach (var service in _topology.Services.Where(service => options.Has(service.Name)))
        {
            var project = builder.AddLabService(service, services);
            services[service.Name] = project;
            if (containersScrape)
            {
                project.WithMetricsForContainers(service);
            }

            if (_topology.Upstreams.Any(upstream => upstream.Name == service.Name))
            {
                project.WithChaosCommands();
            }
        }

        return services;
    }

    private async Task AddToolsAsync(IToolResources tools)
    {
        EndpointReference? prometheus = null;
        if (options.Has(LabOptions.Prometheus))
        {
            prometheus = await tools.AddPrometheusAsync();
        }

        if (options.Has(LabOptions.Grafana) && prometheus is not null)
        {
            tools.AddGrafana(prometheus);
        }
    }

    private IEnumerable<string> TakenPorts()
        => PortCheck.Taken(
            from service in _topology.Services
            where options.Has(service.Name)
            from endpoint in service.Endpoints
            select (service.Name, endpoint));
}
