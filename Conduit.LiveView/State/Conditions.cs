using Conduit.LiveView.Apis;

namespace Conduit.LiveView.State;

/// <summary>Reads how an upstream fares from its breaker and from how far its score is behind the best.</summary>
internal static class Conditions
{
    // Under an even load healthy upstreams differ by a few dozen points of 1000.
    private const double FarBehind = 60;
    // Enough to tell why, where the share already tells that it is avoided.
    private const double Behind = 20;
    private const double SmallPart = 0.3;

    public static UpstreamCondition Of(UpstreamMessage upstream, IReadOnlyList<UpstreamMessage> all, Traffic traffic)
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
        if (best is null || best.Score - upstream.Score < (IsAvoided(upstream, all, traffic) ? Behind : FarBehind))
        {
            return UpstreamCondition.Healthy;
        }

        return upstream.LatencyPenalty - best.LatencyPenalty >= upstream.ErrorPenalty - best.ErrorPenalty ? UpstreamCondition.Slow : UpstreamCondition.Failing;
    }

    private static bool IsAvoided(UpstreamMessage upstream, IReadOnlyList<UpstreamMessage> all, Traffic traffic)
        => traffic.Attempts > 0 && traffic.Shares.GetValueOrDefault((upstream.Cluster, upstream.Id)) < SmallPart / all.Count;
}
