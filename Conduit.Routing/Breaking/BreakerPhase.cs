namespace Conduit.Routing.Breaking;

/// <summary>One stay of a breaker in one state. Immutable but for the count of successful trials, which is atomic.</summary>
internal sealed class BreakerPhase
{
    private int _successes;

    public required BreakerState State { get; init; }

    /// <summary>When it began, microseconds.</summary>
    public required long Since { get; init; }

    /// <summary>Open: when trials may begin.</summary>
    public long Until { get; init; }

    /// <summary>How often it has opened without a long closed time between.</summary>
    public int Opens { get; init; }

    /// <summary>When the outage began: the first opening since the last successful trial.</summary>
    public long OutageSince { get; init; }

    /// <summary>True once a trial in it has succeeded.</summary>
    public bool HasSucceeded => Volatile.Read(ref _successes) > 0;

    public int Succeeded() => Interlocked.Increment(ref _successes);
}
