using Conduit.Routing.Deciding;

namespace Conduit.Routing;

/// <summary>What was known of one upstream at one moment. Immutable.</summary>
/// <param name="Definition">What the configuration says of it.</param>
/// <param name="LatencyPenalty">0…400; 0 for the cheapest.</param>
/// <param name="ErrorPenalty">0…600.</param>
/// <param name="Latency">Peak-sensitive moving average, above the mean by design.</param>
/// <param name="ErrorRate">0…1, from decayed counts and the present streak.</param>
/// <param name="InFlight">Requests that wait for headers.</param>
/// <param name="Breaker">State of its breaker.</param>
/// <param name="Attempts">Attempts ever sent to it.</param>
/// <param name="Failures">Failed attempts ever sent to it.</param>
/// <param name="Routes">The routes that fail there while the rest is well.</param>
public sealed record UpstreamSnapshot(
    UpstreamDefinition Definition,
    double LatencyPenalty,
    double ErrorPenalty,
    TimeSpan Latency,
    double ErrorRate,
    int InFlight,
    BreakerState Breaker,
    long Attempts,
    long Failures,
    IReadOnlyList<RouteSnapshot> Routes)
{
    /// <summary>1000 − latency penalty − error penalty, 0…1000.</summary>
    public double Score => Routing.Score.Perfect - LatencyPenalty - ErrorPenalty;

    internal static UpstreamSnapshot Of(Upstream upstream, RouteTable routes, double cost, double cheapest, PeerReference peers, long now)
    {
        var inFlight = upstream.InFlight;
        return new(
            upstream.Definition,
            // An excluded upstream may well be cheaper than those in use.
            cheapest < cost ? Routing.Score.LatencyPenalty(cost, cheapest) : 0,
            upstream.ErrorPenalty(Health.Whole, peers, now),
            TimeSpan.FromMicroseconds(upstream.Latency.Project(peers.Latency, inFlight == 0, now)),
            upstream.Health.LastRate,
            inFlight,
            upstream.BreakerState,
            upstream.Attempts,
            upstream.Failures,
            RouteSnapshot.AilingOn(upstream, routes));
    }
}
