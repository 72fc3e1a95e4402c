namespace Conduit.Routing;

/// <summary>A further attempt beside one that waits too long (Dean and Barroso: The Tail at Scale, 2013); the first good answer wins.</summary>
public sealed class HedgingOptions
{
    /// <summary>Shortest wait before a hedge. Default 10 ms, 0 to 10 s.</summary>
    public TimeSpan MinDelay { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Wait before a hedge, as a quantile of what the other upstreams usually take. Default 0.995, 0.5 to 0.9999.</summary>
    public double Quantile { get; set; } = 0.995;

    /// <summary>Budget that each request adds, in hedges. Default 0.05, 0 (no hedging) to 1.</summary>
    public double BudgetPerRequest { get; set; } = 0.05;

    /// <summary>Most hedges the budget can hold, and what it holds at the start. Default 20, 1 to 100000.</summary>
    public double BudgetCap { get; set; } = 20;
}
