namespace Conduit.Lab;

/// <summary>Where a fault is written down, which decides what it has to say.</summary>
public enum FaultContext
{
    /// <summary>A scenario: <c>at</c>, <c>for</c> and <c>on</c> are needed.</summary>
    Scenario,

    /// <summary>An upstream's chaos API: it begins now and here; <c>for</c> may be left out.</summary>
    Chaos,
}
