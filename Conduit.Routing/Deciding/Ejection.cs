namespace Conduit.Routing.Deciding;

/// <summary>An upstream whose breaker is not closed, or one route on it. Immutable.</summary>
internal sealed record Ejection(Upstream Upstream, Health Health)
{
    /// <summary>True if it keeps requests of this scope away.</summary>
    public bool Concerns(int scope) => Health.Route == Health.Whole || Health.Route == scope;
}
