using System.Diagnostics.Metrics;

namespace Conduit.Routing.Telemetry;

/// <summary>
/// An upstream's counts, read when somebody asks for them, and its label sets, put together once so that a request only
/// points at them. Thread-safe.
/// </summary>
internal sealed class UpstreamInstruments
{
    private readonly KeyValuePair<string, object?>[][] _byOutcome;
    private readonly KeyValuePair<string, object?>[][] _byReason;
    private readonly KeyValuePair<string, object?>[][] _byState;
    private readonly long[] _attempts;
    private readonly long[] _decisions;

    public UpstreamInstruments(string cluster, string upstream)
    {
        Plain = [new("cluster", cluster), new("upstream", upstream)];
        _byOutcome = [.. Enum.GetValues<AttemptOutcome>().Select(outcome => With("outcome", outcome.Name()))];
        _byReason = [.. Enum.GetValues<DecisionReason>().Select(reason => With("reason", reason.Name()))];
        _byState = [.. Enum.GetValues<BreakerState>().Select(state => With("state", state.Name()))];
        _attempts = new long[_byOutcome.Length];
        _decisions = new long[_byReason.Length];
    }

    public KeyValuePair<string, object?>[] Plain { get; }

    public LatencyCounts Latencies { get; } = new();

    /// <summary>Attempts that have ended, by outcome.</summary>
    public IEnumerable<Measurement<long>> Attempts
        => AttemptOutcomes.Ended.Select(outcome => new Measurement<long>(Volatile.Read(ref _attempts[(int)outcome]), _byOutcome[(int)outcome]));

    /// <summary>Decisions, by reason.</summary>
    public IEnumerable<Measurement<long>> Decisions
        => _byReason.Select((tags, reason) => new Measurement<long>(Volatile.Read(ref _decisions[reason]), tags));

    public ReadOnlySpan<KeyValuePair<string, object?>> this[AttemptOutcome outcome] => _byOutcome[(int)outcome];

    public KeyValuePair<string, object?>[] this[BreakerState state] => _byState[(int)state];

    public void Count(AttemptOutcome outcome) => Interlocked.Increment(ref _attempts[(int)outcome]);

    public void Count(DecisionReason reason) => Interlocked.Increment(ref _decisions[(int)reason]);

    private KeyValuePair<string, object?>[] With(string key, string value) => [.. Plain, new(key, value)];
}
