using System.Net.ServerSentEvents;

namespace Conduit.Proxy.Management;

/// <summary>What every viewer is told at one tick, as bytes: put into words once, however many there are. Immutable.</summary>
/// <param name="Upstreams">The upstreams' document.</param>
/// <param name="Latency">The latency buckets.</param>
/// <param name="Decisions">The newest decisions; null if there were none.</param>
internal sealed record ViewerFrame(byte[] Upstreams, byte[] Latency, byte[]? Decisions)
{
    public IEnumerable<SseItem<byte[]>> Events()
    {
        yield return new(Upstreams, "upstreams");
        yield return new(Latency, "latency");
        if (Decisions is not null)
        {
            yield return new(Decisions, "decisions");
        }
    }
}
