namespace Conduit.Routing;

/// <summary>State of an upstream's breaker.</summary>
public enum BreakerState
{
    /// <summary>Requests flow.</summary>
    Closed,

    /// <summary>Excluded until its time is over.</summary>
    Open,

    /// <summary>Excluded but for single trials.</summary>
    HalfOpen,

    /// <summary>Excluded by hand.</summary>
    Isolated,
}
