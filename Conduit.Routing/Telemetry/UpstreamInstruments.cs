using System.Diagnostics.Metrics;

namespace Conduit.Routing.Telemetry;

/// <summary>
/// An upstream's counts, read when somebody asks for them, and its label sets, put together once so that a request only
/// points at them. Thread-safe.
/// </summary>
internal sealed class UpstreamInstruments
{
    private static readonly double[] LatencyBounds = [.. RoutingMeter.LatencyBuckets];

    private readonly KeyValuePair<string, object?>[][] _byOutcome;
    private readonly KeyValuePair<string, object?>[][] _byReason;
    private readonly KeyValuePair<string, object?>[][] _byState;
    // All that a request counts lies together: where there are many upstreams, each step aside is a cache miss.
    private readonly long[] _counts;
    private readonly int _decisions;
    private readonly int _latencies;

    public UpstreamInstruments(string cluster, string upstream)
    {
        Plain = [new("cluster", cluster), new("upstream", upstream)];
        _byOutcome = [.. Enum.GetValues<AttemptOutcome>().Select(outcome => With("outcome", outcome.Name()))];
        _byReason = [.. Enum.GetValues<DecisionReason>().Select(reason => With("reason", reason.Name()))];
        _byState = [.. Enum.GetValues<BreakerState>().Select(state => With("state", state.Name()))];
        _decisions = _byOutcome.Length;
        _latencies = _decisions + _byReason.Length;
        _counts = new long[_latencies + LatencyBounds.Length + 1];
    }

    public KeyValuePair<string, object?>[] Plain { get; }

    /// <summary>Attempts that have ended, by outcome.</summary>
    public IEnumerable<Measurement<long>> Attempts
        => AttemptOutcomes.Ended.Select(outcome => new Measurement<long>(Volatile.Read(ref _counts[(int)outcome]), _byOutcome[(int)outcome]));

    /// <summary>Decisions, by reason.</summary>
    public IEnumerable<Measurement<long>> Decisions
        => _byReason.Select((tags, reason) => new Measurement<long>(Volatile.Read(ref _counts[_decisions + reason]), tags));

    public ReadOnlySpan<KeyValuePair<string, object?>> this[AttemptOutcome outcome] => _byOutcome[(int)outcome];

    public KeyValuePair<string, object?>[] this[BreakerState state] => _byState[(int)state];

    /// <summary>Counts an attempt that has ended.</summary>
    public void Count(AttemptOutcome outcome, double seconds)
    {
        Interlocked.Increment(ref _counts[(int)outcome]);
        var place = Array.BinarySearch(LatencyBounds, seconds);
        Interlocked.Increment(ref _counts[_latencies + (place < 0 ? ~place : place)]);
    }

    public void Count(DecisionReason reason) => Interlocked.Increment(ref _counts[_decisions + (int)reason]);

    /// <summary>How many attempts took at most each of <see cref="RoutingMeter.LatencyBuckets"/>, and all.</summary>
    public long[] CumulativeLatencies()
    {
        var sum = 0L;
        var cumulative = new long[_counts.Length - _latencies];
        for (var i = 0; i < cumulative.Length; i++)
        {
            cumulative[i] = sum += Volatile.Read(ref _counts[_latencies + i]);
        }

        return cumulative;
    }

    private KeyValuePair<string, object?>[] With(string key, string value) => [.. Plain, new(key, value)];
}
