using Conduit.Routing.Breaking;
using Conduit.Routing.Signals;

namespace Conduit.Routing;

/// <summary>Errors and breaker of one upstream as a whole, or of one route on it. Every mutable part is atomic; only the router writes it.</summary>
internal sealed class Health
{
    /// <summary>In place of a route: the upstream as a whole.</summary>
    public const int Whole = -1;

    private const long RateAge = MonotonicClock.Second / 10;

    private ErrorSignal _errors = new();
    private Breaker _breaker;
    private double _rate;
    private double _transportRate;
    private long _ratedAt;

    public Health(int route, BreakerTimes times, Chance chance)
    {
        Route = route;
        _breaker = new Breaker(times, chance);
    }

    /// <summary>Which route, or <see cref="Whole"/>.</summary>
    public int Route { get; }

    public ref ErrorSignal Errors => ref _errors;

    public ref Breaker Breaker => ref _breaker;

    /// <summary>The error rate as last worked out, 0…1.</summary>
    public double LastRate => Volatile.Read(ref _rate);

    /// <summary>The error rate in 0…1, worked out anew when old: without that what the score starves would never return.</summary>
    public double Rate(double peerClientErrorRate, long now)
    {
        RefreshIfOld(peerClientErrorRate, now);
        return LastRate;
    }

    /// <summary>The rate of failures of the connection in 0…1, kept fresh alike.</summary>
    public double TransportRate(double peerClientErrorRate, long now)
    {
        RefreshIfOld(peerClientErrorRate, now);
        return Volatile.Read(ref _transportRate);
    }

    public void Refresh(double peerClientErrorRate, long now)
    {
        Volatile.Write(ref _rate, Errors.Rate(peerClientErrorRate, now));
        Volatile.Write(ref _transportRate, Errors.TransportRate(now));
        Volatile.Write(ref _ratedAt, now);
    }

    private void RefreshIfOld(double peerClientErrorRate, long now)
    {
        if (now - Volatile.Read(ref _ratedAt) > RateAge)
        {
            Refresh(peerClientErrorRate, now);
        }
    }
}
