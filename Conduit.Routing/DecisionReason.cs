namespace Conduit.Routing;

/// <summary>Why an attempt went where it went.</summary>
public enum DecisionReason
{
    /// <summary>The best score.</summary>
    Score,

    /// <summary>An idle upstream was explored.</summary>
    Explore,

    /// <summary>A trial of a half-open breaker.</summary>
    Probe,

    /// <summary>Another upstream failed this request.</summary>
    Failover,

    /// <summary>Another upstream is slow with this request.</summary>
    Hedge,

    /// <summary>Every breaker is open.</summary>
    Panic,

    /// <summary>A policy other than Adaptive chose.</summary>
    Policy,
}
