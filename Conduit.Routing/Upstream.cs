using Conduit.Routing.Breaking;
using Conduit.Routing.Deciding;
using Conduit.Routing.Signals;

namespace Conduit.Routing;

/// <summary>One upstream and all that has been measured of it. Every mutable part is atomic; only the router writes it.</summary>
public sealed class Upstream
{
    private readonly long _slowStart;
    private readonly BreakerTimes _times;
    private readonly Chance _chance;
    private readonly Lock _addingRoute = new();
    private InFlightCounter _inFlight;
    private LatencySignal _latency = new();
    private double _weight;
    private long _touchedAt;
    private long _attempts;
    private long _failures;
    private long _notBefore;
    private Health?[] _routes = [];
    private int _isolated;
    private int _scouting;
    private int _hasLeft;
    private UpstreamDefinition _definition;
    private Telemetry.UpstreamInstruments? _instruments;

    internal Upstream(UpstreamDefinition definition, BreakerTimes times, long slowStart, Chance chance, long now)
    {
        _definition = definition;
        Id = definition.Id;
        _weight = definition.Weight;
        _slowStart = slowStart;
        _touchedAt = now;
        _times = times;
        _chance = chance;
        Health = new Health(Health.Whole, times, chance);
    }

    /// <summary>What the configuration says of it.</summary>
    public UpstreamDefinition Definition => Volatile.Read(ref _definition);

    /// <summary>Its name, unique in the pool.</summary>
    public string Id { get; }

    /// <summary>Anything a host wants to find again with a decision, such as a connection pipeline. Set once, before use: with the router's update where the pool is in use.</summary>
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

    /// <summary>Errors and breaker over all routes.</summary>
    internal Health Health { get; }

    internal ref Breaker Breaker => ref Health.Breaker;

    internal Telemetry.UpstreamInstruments? Instruments => Volatile.Read(ref _instruments);

    internal ref LatencySignal Latency => ref _latency;

    internal ref ErrorSignal Errors => ref Health.Errors;

    internal bool IsRoutable => !IsIsolated && Breaker.IsClosed;

    /// <summary>Gives it instruments unless it has some by now; those it has.</summary>
    internal Telemetry.UpstreamInstruments SetInstruments(Telemetry.UpstreamInstruments instruments)
        => Interlocked.CompareExchange(ref _instruments, instruments, null) ?? instruments;

    internal void Redefine(UpstreamDefinition definition)
    {
        Volatile.Write(ref _definition, definition);
        Volatile.Write(ref _weight, definition.Weight);
    }

    internal void SetIsolated(bool isolated) => Volatile.Write(ref _isolated, isolated ? 1 : 0);

    /// <summary>True once it is in no pool any more: nothing is to be sent there again.</summary>
    internal bool HasLeft => Volatile.Read(ref _hasLeft) != 0;

    internal void Leave() => Interlocked.Exchange(ref _hasLeft, 1);

    /// <summary>Errors and breaker of one route; null for <see cref="Health.Whole"/>, and while the route has not been here.</summary>
    internal Health? HealthOf(int scope)
    {
        var routes = Volatile.Read(ref _routes);
        return (uint)scope < (uint)routes.Length ? Volatile.Read(ref routes[scope]) : null;
    }

    /// <summary>The same, made when it is not there yet.</summary>
    internal Health TouchHealthOf(int route)
    {
        if (HealthOf(route) is { } known)
        {
            return known;
        }

        // Rare enough for a lock: without one, what is added to an old list while a longer one is made would be lost,
        // and a breaker that tripped in it could never be closed.
        lock (_addingRoute)
        {
            if (HealthOf(route) is { } added)
            {
                return added;
            }

            var routes = _routes;
            if (route >= routes.Length)
            {
                Array.Resize(ref routes, Math.Max(4, 2 * (route + 1)));
            }

            var made = new Health(route, _times, new Chance(_chance.Bits((ulong)route)));
            Volatile.Write(ref routes[route], made);
            Volatile.Write(ref _routes, routes);
            return made;
        }
    }

    /// <summary>True if requests of this scope may go there: neither the upstream nor the route on it is excluded.</summary>
    internal bool IsRoutableFor(int scope)
        => IsRoutable && (scope == Health.Whole || HealthOf(scope) is not { } route || route.Breaker.IsClosed);

    /// <summary>State of the breaker that stands in the way of a scope, or closed.</summary>
    internal BreakerState BreakerStateFor(int scope)
    {
        var whole = BreakerState;
        return whole != BreakerState.Closed || scope == Health.Whole ? whole : HealthOf(scope)?.Breaker.State ?? BreakerState.Closed;
    }

    /// <summary>True if it has asked to be left alone until later (RFC 9110, 10.2.3).</summary>
    internal bool AsksToWait(long now) => now < Volatile.Read(ref _notBefore);

    internal void WaitUntil(long notBefore) => Volatile.Write(ref _notBefore, notBefore);

    internal void Begin(long startedAt)
    {
        Volatile.Write(ref _touchedAt, startedAt);
        Interlocked.Increment(ref _attempts);
        _inFlight.Begin(startedAt);
    }

    /// <summary>True for the one superseded attempt that may go on to learn how long its upstream really takes.</summary>
    internal bool TryScout() => Interlocked.Exchange(ref _scouting, 1) == 0;

    internal void EndScouting() => Volatile.Write(ref _scouting, 0);

    internal void EndWait(long startedAt) => _inFlight.End(startedAt);

    internal void CountFailure() => Interlocked.Increment(ref _failures);

    /// <summary>When something was last sent to it, microseconds.</summary>
    internal long TouchedAt => Volatile.Read(ref _touchedAt);

    /// <summary>True when nothing is in flight and nothing has been sent for <paramref name="staleAfter"/> microseconds.</summary>
    internal bool IsStale(long now, long staleAfter)
        => now - TouchedAt >= staleAfter && _inFlight.Count == 0;

    /// <summary>Latency as a choice should take it: the projected average, or the mean age of what waits if that is longer.</summary>
    /// <param name="reference">The peers' latency.</param>
    /// <param name="mayDrift">Whether an old slowness may be doubted while it idles.</param>
    /// <param name="now">Microseconds.</param>
    /// <param name="inFlight">Requests that wait for headers.</param>
    internal double EffectiveLatency(double reference, bool mayDrift, long now, out int inFlight)
    {
        inFlight = _inFlight.Read(now, out var age);
        return Math.Max(Latency.Project(reference, mayDrift && inFlight == 0, now), age);
    }

    /// <summary>Weight times the slow-start ramp: the share of the load it should take.</summary>
    internal double Capacity(int scope, long now)
    {
        var ramp = Ramp(in Breaker, now);
        return Volatile.Read(ref _weight) * (HealthOf(scope) is { } route ? Math.Min(ramp, Ramp(in route.Breaker, now)) : ramp);
    }

    /// <summary>0…600, by what fails on this route here, and what fails whatever the route.</summary>
    internal double ErrorPenalty(int scope, PeerReference peers, long now)
        => Score.ErrorPenalty(scope == Health.Whole
            ? Health.Rate(peers.ClientErrorRate(Health.Whole), now)
            : Math.Min(1, Health.TransportRate(peers.ClientErrorRate(Health.Whole), now) + (HealthOf(scope)?.Rate(peers.ClientErrorRate(scope), now) ?? 0)));

    private double Ramp(in Breaker breaker, long now)
    {
        var closedSince = breaker.ClosedSince;
        return _slowStart == 0 || closedSince == long.MinValue || now - closedSince >= _slowStart
            ? 1
            : Math.Max(0.1, (double)(now - closedSince) / _slowStart);
    }
}
