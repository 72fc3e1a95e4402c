using Conduit.AppHost.Topology;
using Conduit.ProxyBench.Processes;

namespace Conduit.Tests.Integration;

/// <summary>Finds room for a lab beside whatever else runs on this machine.</summary>
internal static class LabPorts
{
    private const int First = 10_000;
    private const int Step = 100;
    private const int Count = 90;

    /// <summary>An offset at which all of a lab's ports are free; other runs on this machine begin their search elsewhere.</summary>
    public static int FreeOffset()
        => Enumerable.Range(0, Count)
            .Select(index => First + ((Environment.ProcessId + index) % Count * Step))
            .First(offset => PortsAt(offset).All(FreePort.IsFree));

    private static IEnumerable<int> PortsAt(int offset)
    {
        var topology = LabTopology.At(offset);
        return topology.Services.SelectMany(service => service.Endpoints).Append(topology.Prometheus).Append(topology.Grafana).Select(endpoint => endpoint.Port);
    }
}
