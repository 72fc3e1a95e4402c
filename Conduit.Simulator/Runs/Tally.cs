using System.Runtime.InteropServices;
using Conduit.Simulator.Load;

namespace Conduit.Simulator.Runs;

/// <summary>What is counted of a run, a phase or a fault. Needs its owner's lock.</summary>
internal sealed class Tally
{
    private readonly long[] _outcomes = new long[ClientOutcomes.All.Count];
    private readonly Dictionary<string, long> _upstreams = new(StringComparer.Ordinal);
    private long _failedTicks;

    public LatencyRecord Latency { get; } = new();

    /// <summary>What the proxy did for the requests; empty where only the proxy knows.</summary>
    public AttemptTally Attempts { get; } = new();

    public long Requests { get; private set; }

    public long Success { get; private set; }

    /// <summary>Requests whose upstream is known.</summary>
    public long Routed { get; private set; }

    public IReadOnlyDictionary<string, long> Upstreams => _upstreams;

    /// <summary>The part of the requests that succeeded; null while there are none.</summary>
    public double? SuccessRate => Requests == 0 ? null : Success / (double)Requests;

    public long Count(ClientOutcome outcome) => _outcomes[(int)outcome];

    /// <summary>An upstream's part of the requests whose upstream is known; null while there are none.</summary>
    public double? Share(string upstream) => Routed == 0 ? null : _upstreams.GetValueOrDefault(upstream) / (double)Routed;

    public void Add(in Measurement measurement)
    {
        var (outcome, upstream) = measurement.Answer;
        Requests++;
        _outcomes[(int)outcome]++;
        if (outcome.IsSuccess())
        {
            Success++;
        }
        else
        {
            _failedTicks += measurement.Latency.Ticks;
        }

        if (upstream is not null)
        {
            Routed++;
            CollectionsMarshal.GetValueRefOrAddDefault(_upstreams, upstream, out _)++;
        }

        if (!measurement.Untimed)
        {
            Latency.Add(measurement.Latency);
        }

        if (measurement.Attempts is { } attempts)
        {
            Attempts.Add(attempts);
        }
    }

    /// <summary>Mean latency with every failure charged at a fixed price, in milliseconds; null while there are no requests.</summary>
    /// <param name="failure">What a request that failed counts as.</param>
    public double? MeanCost(TimeSpan failure) => Requests == 0
        ? null
        : (Latency.Total - TimeSpan.FromTicks(_failedTicks) + ((Requests - Success) * failure)).TotalMilliseconds / Requests;

    /// <summary>Adds all that another tally has counted.</summary>
    public void Add(Tally other)
    {
        for (var i = 0; i < _outcomes.Length; i++)
        {
            _outcomes[i] += other._outcomes[i];
        }

        foreach (var (upstream, requests) in other._upstreams)
        {
            _upstreams[upstream] = _upstreams.GetValueOrDefault(upstream) + requests;
        }

        Requests += other.Requests;
        Success += other.Success;
        Routed += other.Routed;
        _failedTicks += other._failedTicks;
        Latency.Add(other.Latency);
        Attempts.Add(other.Attempts);
    }

    public void Clear()
    {
        Array.Clear(_outcomes);
        _upstreams.Clear();
        Latency.Clear();
        Attempts.Clear();
        _failedTicks = 0;
        Requests = Success = Routed = 0;
    }
}
