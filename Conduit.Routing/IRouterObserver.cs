namespace Conduit.Routing;

/// <summary>Hears of what a router does. Called on the request path: must be quick, must not throw.</summary>
public interface IRouterObserver
{
    /// <summary>An attempt was decided and has begun.</summary>
    /// <param name="attempt">The attempt.</param>
    void Decided(in Attempt attempt);

    /// <summary>An attempt ended.</summary>
    /// <param name="attempt">The attempt, with its outcome.</param>
    void Ended(in Attempt attempt);

    /// <summary>A breaker entered a state, or an upstream was isolated by hand.</summary>
    /// <param name="upstream">Whose.</param>
    /// <param name="state">The state entered.</param>
    void BreakerChanged(Upstream upstream, BreakerState state);

    /// <summary>The breaker of one route on an upstream entered a state; the upstream as a whole did not.</summary>
    /// <param name="upstream">Whose.</param>
    /// <param name="route">The route's name.</param>
    /// <param name="state">The state entered.</param>
    void RouteBreakerChanged(Upstream upstream, string route, BreakerState state)
    {
    }

    /// <summary>A further attempt was due and the budget had no token for it.</summary>
    void RetryBudgetExhausted();

    /// <summary>The pool's upstreams changed.</summary>
    /// <param name="upstreams">All that are there now.</param>
    void UpstreamsChanged(IReadOnlyList<Upstream> upstreams);
}
