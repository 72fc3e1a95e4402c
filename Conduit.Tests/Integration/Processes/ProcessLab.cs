using Conduit.AppHost;
using Conduit.AppHost.Topology;

namespace Conduit.Tests.Integration;

/// <summary>A lab under the plain-process host.</summary>
internal sealed class ProcessLab : ILab
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private readonly LabTopology _topology;

    private ProcessLab(int portOffset, string without)
    {
        _topology = LabTopology.At(portOffset);
        Host = HostProcess.Start(portOffset, "--without", without);
    }

    public HostProcess Host { get; }

    public static async Task<ProcessLab> StartAsync(string without)
    {
        var lab = new ProcessLab(LabPorts.FreeOffset(), without);
        await Until.TrueAsync(
            () => lab.Host.HasExited || lab.Host.Output.Contains("All is healthy", StringComparison.Ordinal), StartLimit, "the lab starts");
        Assert.False(lab.Host.HasExited, lab.Host.Output);
        return lab;
    }

    public Uri Address(string resource, string endpoint = "http") => new(resource switch
    {
        LabOptions.Prometheus => _topology.Prometheus.Url,
        LabOptions.Grafana => _topology.Grafana.Url,
        _ => _topology.Services.First(service => service.Name == resource).Endpoint(endpoint).Url,
    });

    public int? ProcessId(string resource)
        => Processes().FirstOrDefault(process => process.CommandLine.Contains($"Name={resource} ", StringComparison.Ordinal))?.Id;

    public IReadOnlyList<ProcessIdentity> Processes() => ProcessIdentity.ChildrenOf(Host.HostId);

    public async Task<TimeSpan> EndAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        Signals.Terminate(Host.HostId);
        Assert.Equal(0, await Host.ExitCodeAsync());
        return TimeProvider.System.GetElapsedTime(began);
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
