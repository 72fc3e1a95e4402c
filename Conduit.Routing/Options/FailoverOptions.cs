namespace Conduit.Routing;

/// <summary>Further attempts of a failed request on upstreams it has not tried.</summary>
public sealed class FailoverOptions
{
    /// <summary>Most attempts of one request, the first included. Default 3, 1 (no failover) to 4.</summary>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>Shortest wait before the third and later attempts; the second follows at once. Default 25 ms, 0 to 10 s.</summary>
    public TimeSpan MinDelay { get; set; } = TimeSpan.FromMilliseconds(25);

    /// <summary>Longest wait before the third and later attempts. Default 100 ms, at least <see cref="MinDelay"/>, to 10 s.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Budget that each request adds, in attempts. Default 0.2, 0 to 10. Bounds retry storms (Google SRE book, ch. 22).</summary>
    public double BudgetPerRequest { get; set; } = 0.2;

    /// <summary>Most attempts the budget can hold. Default 100, 1 to 100000.</summary>
    public double BudgetCap { get; set; } = 100;

    /// <summary>Attempts in the budget at the start. Default 10, 0 to <see cref="BudgetCap"/>.</summary>
    public double BudgetStart { get; set; } = 10;
}
