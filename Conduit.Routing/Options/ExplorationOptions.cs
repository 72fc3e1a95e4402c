namespace Conduit.Routing;

/// <summary>Exploration: one safe request to an upstream that has been idle for long, so that its recovery is noticed.</summary>
public sealed class ExplorationOptions
{
    /// <summary>Most requests that may explore, as a fraction of all. Default 0.02, 0 (off) to 0.5.</summary>
    public double Epsilon { get; set; } = 0.02;

    /// <summary>How many explorations may follow each other at once after a quiet time. Default 3, 1 to 100.</summary>
    public int Burst { get; set; } = 3;

    /// <summary>How long an upstream must have been idle before it is explored. Default 5 s, 10 ms to 10 min.</summary>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromSeconds(5);
}
