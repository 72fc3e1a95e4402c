using Conduit.LiveView.Apis;

namespace Conduit.LiveView.State;

/// <summary>Reads how an upstream fares from its breaker and from how far its score is behind the best.</summary>
internal static class Conditions
{
    // Under an even load healthy upstreams differ by a few dozen points of 1000.
    private const double Behind = 60;

    public static UpstreamCondition Of(UpstreamMessage upstream, IReadOnlyList<UpstreamMessage> all)
    {
        switch (upstream.Breaker)
        {
            case "isolated":
                return UpstreamCondition.Isolated;
            case "open":
                return UpstreamCondition.Ejected;
            case "half-open":
                return UpstreamCondition.OnTrial;
        }

        var best = all.Where(other => other.Cluster == upstream.Cluster && other.Breaker == "closed").MaxBy(other => other.Score);
        if (best is null || best.Score - upstream.Score < Behind)
        {
            return UpstreamCondition.Healthy;
        }

        return upstream.LatencyPenalty - best.LatencyPenalty >= upstream.ErrorPenalty - best.ErrorPenalty ? UpstreamCondition.Slow : UpstreamCondition.Failing;
    }
}
