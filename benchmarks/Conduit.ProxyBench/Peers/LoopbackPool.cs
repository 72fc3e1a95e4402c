using Conduit.ProxyBench.Processes;

namespace Conduit.ProxyBench.Peers;

/// <summary>Addresses of upstreams: one port at many addresses of loopback, so that not a thousand ports must be free.</summary>
internal static class LoopbackPool
{
    /// <summary>As many as one process can well listen at.</summary>
    public const int Most = 5_000;

    private const int HostsPerNet = 250;

    public static IReadOnlyList<Uri> Of(int count)
    {
        var port = FreePort.Next();
        return [.. Enumerable.Range(0, count).Select(index => new Uri($"http://127.0.{index / HostsPerNet}.{(index % HostsPerNet) + 1}:{port}/"))];
    }
}
