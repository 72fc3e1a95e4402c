using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Conduit.AppHost;
using Conduit.AppHost.Topology;
using Microsoft.Extensions.DependencyInjection;

namespace Conduit.Tests.Integration;

/// <summary>A lab under Aspire, built and started by Aspire's testing host within this process.</summary>
internal sealed class AspireTestLab : ILab
{
    // The snapshot property in which Aspire's orchestrator tells a process id; it has no public constant.
    private const string ProcessIdProperty = "executable.pid";
    // The host may first have to fetch Prometheus, for which it allows itself two minutes.
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(4);

    private readonly DistributedApplication _app;
    private readonly LabTopology _topology;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _reviving;

    private AspireTestLab(DistributedApplication app, LabTopology topology)
    {
        _app = app;
        _topology = topology;
        _reviving = ReviveAsync();
    }

    public static async Task<AspireTestLab> StartAsync(string without)
    {
        using var limit = new CancellationTokenSource(StartLimit, TimeProvider.System);
        var offset = LabPorts.FreeOffset();
        var topology = LabTopology.At(offset);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Conduit_AppHost>(
            ["--port-offset", offset.ToString(CultureInfo.InvariantCulture), "--without", without], limit.Token);
        var app = await builder.BuildAsync(limit.Token);
        try
        {
            await app.StartAsync(limit.Token);
            foreach (var resource in app.Services.GetRequiredService<DistributedApplicationModel>().Resources.Where(resource => IsTheLabs(resource.Name, topology)))
            {
                await app.ResourceNotifications.WaitForResourceHealthyAsync(resource.Name, WaitBehavior.StopOnResourceUnavailable, limit.Token);
            }
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new AspireTestLab(app, topology);
    }

    // Containers are given random ports under test. A tool that was left out has none: nobody answers at its usual one.
    public Uri Address(string resource, string endpoint = "http") => resource switch
    {
        LabOptions.Prometheus when !Has(resource) => new(_topology.Prometheus.Url),
        LabOptions.Grafana when !Has(resource) => new(_topology.Grafana.Url),
        _ => _app.GetEndpoint(resource, endpoint),
    };

    // Aspire's child is `dotnet run`; the service is below it.
    public int? ProcessId(string resource)
        => RunnerOf(resource) is { } runner
            ? ProcessIdentity.ChildrenOf(runner).FirstOrDefault(process => process.CommandLine.Contains($"Name={resource} ", StringComparison.Ordinal))?.Id
            : null;

    public IReadOnlyList<ProcessIdentity> Processes()
        => _app.Services.GetRequiredService<DistributedApplicationModel>().Resources
            .Select(resource => RunnerOf(resource.Name))
            .OfType<int>()
            .SelectMany(runner => ProcessIdentity.ChildrenOf(runner).Append(ProcessIdentity.Read(runner)).OfType<ProcessIdentity>())
            .ToList();

    public async Task<TimeSpan> EndAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        await _ending.CancelAsync();
        await _reviving;
        await _app.StopAsync();
        return TimeProvider.System.GetElapsedTime(began);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _reviving;
        await _app.DisposeAsync();
        _ending.Dispose();
    }

    private bool Has(string resource) => _app.Services.GetRequiredService<DistributedApplicationModel>().Resources.Any(other => other.Name == resource);

    // Aspire adds resources of its own, such as rebuilders.
    private static bool IsTheLabs(string resource, LabTopology topology)
        => resource is LabOptions.Prometheus or LabOptions.Grafana || topology.Services.Any(service => service.Name == resource);

    private int? RunnerOf(string resource)
        => _app.ResourceNotifications.TryGetCurrentState(resource, out var current)
            && current.Snapshot.State?.Text is "Running" or "RuntimeUnhealthy"
            && current.Snapshot.Properties.FirstOrDefault(property => property.Name == ProcessIdProperty)?.Value is int id
                ? id
                : null;

    // Aspire leaves a dead process to its user, who would press Start.
    private async Task ReviveAsync()
    {
        try
        {
            await foreach (var update in _app.ResourceNotifications.WatchAsync(_ending.Token))
            {
                if (update.Resource is ProjectResource && KnownResourceStates.TerminalStates.Contains(update.Snapshot.State?.Text))
                {
                    await _app.ResourceCommands.ExecuteCommandAsync(update.ResourceId, KnownResourceCommands.StartCommand, _ending.Token);
                }
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
        }
    }
}
