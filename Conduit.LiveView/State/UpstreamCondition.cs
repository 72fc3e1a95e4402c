namespace Conduit.LiveView.State;

/// <summary>How an upstream fares with the router, in the words of people.</summary>
public enum UpstreamCondition
{
    /// <summary>Chosen like its peers.</summary>
    Healthy,

    /// <summary>In the pool, and seldom chosen: it is slow.</summary>
    Slow,

    /// <summary>In the pool, and seldom chosen: it fails.</summary>
    Failing,

    /// <summary>Its breaker lets single trials through.</summary>
    OnTrial,

    /// <summary>Its breaker is open.</summary>
    Ejected,

    /// <summary>Taken out by hand.</summary>
    Isolated,
}
