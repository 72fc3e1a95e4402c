namespace Conduit.Routing;

/// <summary>What was known of one route on one upstream at one moment. Immutable.</summary>
/// <param name="Route">The route's name; <c>*</c> for all beyond the cap.</param>
/// <param name="ErrorRate">0…1, of what its requests alone met.</param>
/// <param name="Breaker">State of its breaker.</param>
public sealed record RouteSnapshot(string Route, double ErrorRate, BreakerState Breaker)
{
    private const double Notable = 0.05;

    /// <summary>The routes that are excluded there, or fail notably.</summary>
    internal static IReadOnlyList<RouteSnapshot> AilingOn(Upstream upstream, RouteTable routes)
    {
        List<RouteSnapshot>? ailing = null;
        for (var route = 0; route < routes.Count; route++)
        {
            if (upstream.HealthOf(route) is { } health && (!health.Breaker.IsClosed || health.LastRate >= Notable))
            {
                (ailing ??= []).Add(new(routes.NameOf(route), health.LastRate, health.Breaker.State));
            }
        }

        return ailing ?? (IReadOnlyList<RouteSnapshot>)[];
    }
}
