using Conduit.Routing.Deciding;

namespace Conduit.Routing;

/// <summary>What a router knew of its upstreams at one moment. Immutable.</summary>
/// <param name="Upstreams">One entry an upstream, in the order of the configuration.</param>
public sealed record RouterSnapshot(IReadOnlyList<UpstreamSnapshot> Upstreams)
{
    internal static RouterSnapshot Of(Upstream[] upstreams, RouteTable routes, PeerReference peers, long now)
    {
        var costs = new double[upstreams.Length];
        var cheapest = double.MaxValue;
        for (var i = 0; i < upstreams.Length; i++)
        {
            var latency = upstreams[i].EffectiveLatency(peers.Latency, mayDrift: true, now, out var inFlight);
            costs[i] = Score.Cost(latency, inFlight, upstreams[i].Capacity(Health.Whole, now));
            if (upstreams[i].IsRoutable)
            {
                cheapest = Math.Min(cheapest, costs[i]);
            }
        }

        return new([.. upstreams.Select((upstream, i) => UpstreamSnapshot.Of(upstream, routes, costs[i], cheapest, peers, now))]);
    }
}
