using Conduit.AppHost.Topology;

namespace Conduit.AppHost.Processes;

/// <summary>The lab as plain processes: checks that it can run, then runs it.</summary>
internal static class PlainLab
{
    public static async Task<int> RunAsync(LabOptions options)
    {
        var console = LabConsole.Create();
        var folders = LabFolders.Find();
        var resources = new LabResources(LabTopology.At(options.PortOffset), options, folders, console).All();
        console.Introduce(resources.Select(resource => resource.Name));
        console.Host($"The lab runs as plain processes ({HostReason.Text}). "
            + $"Aspire would add its dashboard at http://localhost:{LabTopology.DashboardPort}, and Prometheus and Grafana as containers.");

        var taken = PortCheck.Taken(resources.SelectMany(resource => resource.Endpoints.Select(endpoint => (resource.Name, endpoint)))).ToList();
        if (taken.Count > 0)
        {
            taken.ForEach(console.Host);
            return 1;
        }

        using var record = LabRecord.WriteOwn(folders, options.PortOffset);
        return await new ProcessHost(console, TimeProvider.System).RunAsync(resources);
    }
}
