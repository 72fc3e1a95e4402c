namespace Conduit.Routing.Breaking;

/// <summary>One stay of a breaker in one state. Immutable but for its trials, which are atomic.</summary>
internal sealed class BreakerPhase
{
    private int _successes;
    private BreakerTrial? _trial;

    public BreakerPhase(BreakerTrial? trial = null) => _trial = trial;

    public required BreakerState State { get; init; }

    /// <summary>When it began, microseconds.</summary>
    public required long Since { get; init; }

    /// <summary>Open: when trials may begin.</summary>
    public long Until { get; init; }

    /// <summary>How often it has opened without a long closed time between.</summary>
    public int Opens { get; init; }

    /// <summary>When the outage began: the first opening since the last successful trial.</summary>
    public long OutageSince { get; init; }

    /// <summary>Half-open: the latest trial.</summary>
    public BreakerTrial? Trial => Volatile.Read(ref _trial);

    /// <summary>True once a trial in it has succeeded.</summary>
    public bool HasSucceeded => Volatile.Read(ref _successes) > 0;

    public int Succeeded() => Interlocked.Increment(ref _successes);

    /// <summary>Begins a trial unless another has begun since <paramref name="last"/>.</summary>
    public bool TryLend(BreakerTrial next, BreakerTrial? last)
        => ReferenceEquals(Interlocked.CompareExchange(ref _trial, next, last), last);
}
