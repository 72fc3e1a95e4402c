using Conduit.Routing;

namespace Conduit.Tests.Routing.Properties;

/// <summary>Watches what is ejected and how it is tried.</summary>
internal sealed class BreakerWatch
{
    private readonly BreakerOptions _options;
    private readonly RouterWatch _watch;
    private readonly Dictionary<Health, (RoutedRequest Request, int Index)> _trials = [];
    private readonly Dictionary<Health, BreakerState> _states = [];
    private long _succeededAt = long.MinValue / 2;

    public BreakerWatch(BreakerOptions options, RouterWatch watch)
    {
        _options = options;
        _watch = watch;
    }

    public void Succeeded(long now) => _succeededAt = now;

    /// <summary>The state it was last told to be in.</summary>
    public BreakerState StateOf(Health health) => _states.GetValueOrDefault(health);

    /// <summary>A trial was decided.</summary>
    public void Probed(in Attempt attempt, RoutedRequest request, string what)
    {
        var health = attempt.TrialOf!;
        if (health.Breaker.State != BreakerState.HalfOpen)
        {
            _watch.Violate($"{what}, which is {health.Breaker.State.Name()}");
        }

        if (_trials.TryGetValue(health, out var last))
        {
            ref readonly var before = ref last.Request[last.Index];
            if (attempt.StartedAt - before.StartedAt < MonotonicClock.Microseconds(_options.TrialInterval))
            {
                _watch.Violate($"{what}, {attempt.StartedAt - before.StartedAt} µs after the last trial");
            }

            if (!before.HasEnded && attempt.StartedAt - before.StartedAt < MonotonicClock.Microseconds(last.Request.AttemptTimeout))
            {
                _watch.Violate($"{what} beside another trial");
            }
        }

        _trials[health] = (request, request.Latest);
    }

    /// <summary>A breaker entered a state.</summary>
    public void Changed(Router router, Upstream upstream, Health health, BreakerState state)
    {
        var from = _states.GetValueOrDefault(health);
        _states[health] = state;
        _trials.Remove(health);
        var legal = (from, state) is (BreakerState.Closed, BreakerState.Open) or (BreakerState.Open, BreakerState.HalfOpen)
            or (BreakerState.HalfOpen, BreakerState.Open or BreakerState.Closed);
        if (!legal)
        {
            _watch.Violate($"{upstream.Id} went from {from.Name()} to {state.Name()}");
        }

        var someSucceed = router.Now - _succeededAt <= MonotonicClock.Microseconds(_options.AllMayOpenAfter);
        if (from == BreakerState.Closed && someSucceed)
        {
            CheckLimit(router, upstream, health);
        }
    }

    private void CheckLimit(Router router, Upstream upstream, Health health)
    {
        var limit = Math.Max(1, (int)(_options.MaxEjectedFraction * router.Upstreams.Count));
        var ejected = router.Upstreams.Count(other => !other.Breaker.IsClosed || (health.Route != Health.Whole && other.HealthOf(health.Route) is { Breaker.IsClosed: false }));
        if (ejected > limit)
        {
            _watch.Violate($"{upstream.Id} was ejected, the {ejected}th of {router.Upstreams.Count}, while some succeed");
        }
    }
}
