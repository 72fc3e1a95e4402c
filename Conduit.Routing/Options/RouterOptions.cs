namespace Conduit.Routing;

/// <summary>How a router weighs, explores, excludes and retries. Every value has a default that suits most fleets.</summary>
public sealed class RouterOptions
{
    /// <summary>Seed of every random choice; the same seed, request numbers and measurements give the same decisions. Default 0, any value.</summary>
    public ulong Seed { get; set; }

    /// <summary>Longest wait for an attempt's response headers. Default 10 s, 1 ms to 10 min. Never applied to streamed request bodies.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait for response headers over all attempts of a request. Default 30 s, 1 ms to 30 min, at least <see cref="AttemptTimeout"/>.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an upstream takes to its full share after its breaker closed. Default 3 s, 0 (off) to 10 min.</summary>
    public TimeSpan SlowStart { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Most routes whose errors are told apart, the first that come; the rest count as one. Default 16, 1 (no distinction) to 256.</summary>
    public int MaxRoutes { get; set; } = 16;

    /// <summary>Exploration of upstreams that nothing is known of any more.</summary>
    public ExplorationOptions Exploration { get; set; } = new();

    /// <summary>When an upstream is excluded, and how it comes back.</summary>
    public BreakerOptions Breaker { get; set; } = new();

    /// <summary>Further attempts on other upstreams.</summary>
    public FailoverOptions Failover { get; set; } = new();

    /// <summary>Further attempts beside slow ones.</summary>
    public HedgingOptions Hedging { get; set; } = new();
}
