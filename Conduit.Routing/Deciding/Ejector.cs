using Conduit.Routing.Breaking;

namespace Conduit.Routing.Deciding;

/// <summary>
/// Opens and closes breakers by what results say, within the limit on how much of a pool may be ejected. A failure is
/// charged to the route where the rest of the upstream is well, else to the upstream. Thread-safe.
/// </summary>
internal sealed class Ejector
{
    private readonly BreakerOptions _options;
    private readonly RouteTable _routes;
    private readonly BreakerTimes _times;
    private readonly PeerReference _peers;
    private readonly Ejections _ejections;
    private readonly IRouterObserver _observer;
    private int _poolSize;
    private long _lastSuccessAt;

    public Ejector(BreakerOptions options, RouteTable routes, BreakerTimes times, PeerReference peers, Ejections ejections, IRouterObserver observer)
    {
        _options = options;
        _routes = routes;
        _times = times;
        _peers = peers;
        _ejections = ejections;
        _observer = observer;
    }

    public void PoolIs(int size) => Volatile.Write(ref _poolSize, size);

    /// <summary>A first trial is about to begin: it alone is to judge.</summary>
    public void HalfOpened(Ejection ejection)
    {
        if (ejection.Health.Route == Health.Whole)
        {
            ejection.Upstream.Latency.Forget();
        }

        Tell(ejection.Upstream, ejection.Health, BreakerState.HalfOpen);
    }

    public void Succeeded(Upstream upstream, Health? route, long startedAt, long now)
    {
        Volatile.Write(ref _lastSuccessAt, now);
        CloseIfProven(upstream, upstream.Health, startedAt, now);
        if (route is not null)
        {
            CloseIfProven(upstream, route, startedAt, now);
        }
    }

    public void Failed(Upstream upstream, Health? route, long startedAt, AttemptOutcome outcome, long now)
    {
        var whole = upstream.Health;
        if (whole.Breaker.OnTrialFailure(startedAt, now))
        {
            Tell(upstream, whole, BreakerState.Open);
        }
        else if (route is not null && route.Breaker.OnTrialFailure(startedAt, now))
        {
            Tell(upstream, route, BreakerState.Open);
        }
        else if (IsStreak(whole) || IsDeaf(whole, outcome))
        {
            TryEject(upstream, whole, now);
        }
        else if (route is not null && (IsStreak(route) || IsRatio(route)))
        {
            if (TryEject(upstream, route, now))
            {
                // What is charged to the route is taken off the upstream's account.
                whole.Errors.Reset(now);
            }
        }
        else if (IsRatio(whole))
        {
            TryEject(upstream, whole, now);
        }
    }

    private bool IsStreak(Health health) => health.Errors.BreakerStreak >= _options.ConsecutiveFailures;

    private bool IsDeaf(Health health, AttemptOutcome outcome)
        => outcome == AttemptOutcome.ConnectFailure && health.Errors.TransportStreak >= _options.ConnectFailures;

    private bool IsRatio(Health health) => health.Errors.TripsRatio(_options.FailureRatio, _options.MinimumSamples);

    private void CloseIfProven(Upstream upstream, Health health, long startedAt, long now)
    {
        if (health.Breaker.OnSuccess(startedAt, now))
        {
            health.Errors.Reset(now);
            _ejections.Remove(health);
            _peers.Invalidate();
            Tell(upstream, health, BreakerState.Closed);
        }
    }

    private bool TryEject(Upstream upstream, Health health, long now)
    {
        var someSucceed = now - Volatile.Read(ref _lastSuccessAt) <= _times.AllMayOpenAfter;
        var limit = someSucceed ? Math.Max(1, (int)(_options.MaxEjectedFraction * Volatile.Read(ref _poolSize))) : int.MaxValue;
        if (!_ejections.TryAdd(upstream, health, limit))
        {
            return false;
        }

        // Its last results come in after it has left; whichever of the two looks last takes it out again.
        if (upstream.HasLeft)
        {
            _ejections.Remove(upstream);
            return false;
        }

        if (health.Breaker.TryTrip(now))
        {
            _peers.Invalidate();
            Tell(upstream, health, BreakerState.Open);
            return true;
        }

        if (health.Breaker.IsClosed)
        {
            _ejections.Remove(health);
        }

        return false;
    }

    private void Tell(Upstream upstream, Health health, BreakerState state)
    {
        if (health.Route == Health.Whole)
        {
            _observer.BreakerChanged(upstream, state);
        }
        else
        {
            _observer.RouteBreakerChanged(upstream, _routes.NameOf(health.Route), state);
        }
    }
}
