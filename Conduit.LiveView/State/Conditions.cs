using Conduit.LiveView.Apis;

namespace Conduit.LiveView.State;

/// <summary>Reads how an upstream fares from its breaker and from how far its score is behind the best.</summary>
internal static class Conditions
{
    // Under an even load healthy upstreams differ by a few dozen points of 1000.
    private const double FarBehind = 60;
    // Enough to tell why, where the share already tells that it is avoided.
    private const double Behind = 20;
    // The same of what was measured: for an upstream that is hardly asked, its score soon tells nothing.
    private const double TimesSlower = 2;
    private const double FailsOften = 0.1;

    /// <param name="upstream">The upstream.</param>
    /// <param name="all">All of them.</param>
    /// <param name="traffic">Of the last seconds.</param>
    /// <param name="median">What an upstream's attempts took in the last seconds, milliseconds; null where there was none.</param>
    public static UpstreamCondition Of(UpstreamMessage upstream, IReadOnlyList<UpstreamMessage> all, Traffic traffic, Func<UpstreamMessage, double?> median)
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

        var best = all.Where(other => !ReferenceEquals(other, upstream) && other.Cluster == upstream.Cluster && other.Breaker == "closed").MaxBy(other => other.Score);
        if (best is null)
        {
            return UpstreamCondition.Healthy;
        }

        var isAvoided = traffic.IsSmall(upstream.Cluster, upstream.Id);
        if (best.Score - upstream.Score < (isAvoided ? Behind : FarBehind))
        {
            return isAvoided && upstream.ErrorRate >= FailsOften ? UpstreamCondition.Failing
                : isAvoided && median(upstream) >= TimesSlower * median(best) ? UpstreamCondition.Slow
                : UpstreamCondition.Healthy;
        }

        return upstream.LatencyPenalty - best.LatencyPenalty >= upstream.ErrorPenalty - best.ErrorPenalty ? UpstreamCondition.Slow : UpstreamCondition.Failing;
    }
}
