using Conduit.Routing.Breaking;
using Conduit.Routing.Signals;

namespace Conduit.Routing;

/// <summary>One upstream and all that has been measured of it. Every mutable part is atomic; only the router writes it.</summary>
public sealed class Upstream
{
    private const long PenaltyAge = MonotonicClock.Second / 10;

    private readonly long _slowStart;
    private InFlightCounter _inFlight;
    private long _touchedAt;
    private long _attempts;
    private long _failures;
    private double _errorRate;
    private double _errorPenalty;
    private long _penaltyAt;
    private int _isolated;
    private UpstreamDefinition _definition;

    internal Upstream(UpstreamDefinition definition, BreakerTimes times, long slowStart, Chance chance, long now)
    {
        _definition = definition;
        _slowStart = slowStart;
        _touchedAt = now;
        Breaker = new Breaker(times, chance);
    }

    /// <summary>What the configuration says of it.</summary>
    public UpstreamDefinition Definition => Volatile.Read(ref _definition);

    /// <summary>Its name, unique in the pool.</summary>
    public string Id => Definition.Id;

    /// <summary>Anything a host wants to find again with a decision, such as a connection pipeline. Set once, before use.</summary>
    public object? Tag { get; set; }

    /// <summary>State of its breaker; <see cref="BreakerState.Isolated"/> when excluded by hand.</summary>
    public BreakerState BreakerState => IsIsolated ? BreakerState.Isolated : Breaker.State;

    /// <summary>True while excluded by hand.</summary>
    public bool IsIsolated => Volatile.Read(ref _isolated) != 0;

    /// <summary>Requests that wait for its response headers.</summary>
    public int InFlight => _inFlight.Count;

    /// <summary>Attempts ever sent to it.</summary>
    public long Attempts => Volatile.Read(ref _attempts);

    /// <summary>Failed attempts ever sent to it.</summary>
    public long Failures => Volatile.Read(ref _failures);

    internal Breaker Breaker { get; }

    internal Telemetry.UpstreamInstruments? Instruments { get; set; }

    internal LatencySignal Latency { get; } = new();

    internal ErrorSignal Errors { get; } = new();

    internal bool IsRoutable => !IsIsolated && Breaker.IsClosed;

    internal void Redefine(UpstreamDefinition definition) => Volatile.Write(ref _definition, definition);

    internal void SetIsolated(bool isolated) => Volatile.Write(ref _isolated, isolated ? 1 : 0);

    internal void Begin(long startedAt)
    {
        Volatile.Write(ref _touchedAt, startedAt);
        Interlocked.Increment(ref _attempts);
        _inFlight.Begin(startedAt);
    }

    internal void EndWait(long startedAt) => _inFlight.End(startedAt);

    internal void CountFailure() => Interlocked.Increment(ref _failures);

    /// <summary>True when nothing is in flight and nothing has been sent for <paramref name="staleAfter"/> microseconds.</summary>
    internal bool IsStale(long now, long staleAfter)
        => now - Volatile.Read(ref _touchedAt) >= staleAfter && _inFlight.Count == 0;

    /// <summary>Latency as a choice should take it: the projected average, or the mean age of what waits if that is longer.</summary>
    internal double EffectiveLatency(double reference, long now, out int inFlight)
    {
        inFlight = _inFlight.Read(now, out var age);
        return Math.Max(Latency.Project(reference, inFlight == 0, now), age);
    }

    /// <summary>Weight times the slow-start ramp: the share of the load it should take.</summary>
    internal double Capacity(long now)
    {
        var closedSince = Breaker.ClosedSince;
        if (_slowStart == 0 || closedSince == long.MinValue || now - closedSince >= _slowStart)
        {
            return Definition.Weight;
        }

        return Definition.Weight * Math.Max(0.1, (double)(now - closedSince) / _slowStart);
    }

    internal double ErrorRate => Volatile.Read(ref _errorRate);

    /// <summary>The error penalty, worked out anew when old: without that an upstream that the score starves would never return.</summary>
    internal double ErrorPenalty(double peerClientErrorRate, long now)
    {
        if (now - Volatile.Read(ref _penaltyAt) > PenaltyAge)
        {
            RefreshErrorPenalty(peerClientErrorRate, now);
        }

        return Volatile.Read(ref _errorPenalty);
    }

    internal void RefreshErrorPenalty(double peerClientErrorRate, long now)
    {
        var rate = Errors.Rate(peerClientErrorRate, now);
        Volatile.Write(ref _errorRate, rate);
        Volatile.Write(ref _errorPenalty, Score.ErrorPenalty(rate));
        Volatile.Write(ref _penaltyAt, now);
    }
}
