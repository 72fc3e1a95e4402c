namespace Conduit.Routing.Telemetry;

/// <summary>An upstream's label sets, put together once so that a request only points at them, and its latency counts. Thread-safe.</summary>
internal sealed class UpstreamInstruments
{
    private readonly KeyValuePair<string, object?>[][] _byOutcome;
    private readonly KeyValuePair<string, object?>[][] _byReason;
    private readonly KeyValuePair<string, object?>[][] _byState;

    public UpstreamInstruments(string cluster, string upstream)
    {
        Plain = [new("cluster", cluster), new("upstream", upstream)];
        _byOutcome = [.. Enum.GetValues<AttemptOutcome>().Select(outcome => With("outcome", outcome.Name()))];
        _byReason = [.. Enum.GetValues<DecisionReason>().Select(reason => With("reason", reason.Name()))];
        _byState = [.. Enum.GetValues<BreakerState>().Select(state => With("state", state.Name()))];
    }

    public KeyValuePair<string, object?>[] Plain { get; }

    public LatencyCounts Latencies { get; } = new();

    public ReadOnlySpan<KeyValuePair<string, object?>> this[AttemptOutcome outcome] => _byOutcome[(int)outcome];

    public ReadOnlySpan<KeyValuePair<string, object?>> this[DecisionReason reason] => _byReason[(int)reason];

    public KeyValuePair<string, object?>[] this[BreakerState state] => _byState[(int)state];

    private KeyValuePair<string, object?>[] With(string key, string value) => [.. Plain, new(key, value)];
}
