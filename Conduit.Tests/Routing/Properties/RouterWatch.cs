using Conduit.Routing;

namespace Conduit.Tests.Routing.Properties;

/// <summary>Watches a router from outside and notes what it must not do.</summary>
internal sealed class RouterWatch : IRouterObserver
{
    private const double Slack = 1e-6;

    private readonly RouterOptions _options;
    private readonly bool _isAdaptive;
    private readonly BreakerWatch _breakers;
    private RoutedRequest _deciding = null!;
    private long _safeSeenAt;
    private int _requests;
    private int _failovers;
    private int _hedges;
    private int _explorations;

    public RouterWatch(RouterOptions options, string policy)
    {
        _options = options;
        _isAdaptive = policy == PolicyNames.Adaptive;
        _breakers = new(options.Breaker, this);
    }

    public Router Router { get; set; } = null!;

    public List<string> Violations { get; } = [];

    /// <summary>Every decision, in words.</summary>
    public List<string> Decisions { get; } = [];

    public int EndedCount { get; private set; }

    public void Violate(string what) => Violations.Add(what);

    /// <summary>A request is about to come.</summary>
    public void Coming(RoutedRequest request)
    {
        Deciding(request);
        _requests++;
        if (request.IsSafeToTry)
        {
            _safeSeenAt = Router.Now;
        }
    }

    /// <summary>What is decided from now on is this request's.</summary>
    public void Deciding(RoutedRequest request) => _deciding = request;

    /// <summary>An attempt is about to be completed.</summary>
    public void Ending(OpenAttempt attempt, AttemptOutcome outcome)
    {
        if (outcome is AttemptOutcome.Success or AttemptOutcome.ClientError && !attempt.Upstream.Breaker.IsStale(attempt.Request[attempt.Index].StartedAt))
        {
            _breakers.Succeeded(Router.Now);
        }
    }

    public void CheckSnapshot(RouterSnapshot snapshot)
    {
        foreach (var upstream in snapshot.Upstreams)
        {
            Require(upstream.Score is >= 0 and <= 1_000, $"{upstream.Definition.Id} has score {upstream.Score}");
            Require(upstream.LatencyPenalty is >= 0 and <= 400, $"{upstream.Definition.Id} has latency penalty {upstream.LatencyPenalty}");
            Require(upstream.ErrorPenalty is >= 0 and <= 600, $"{upstream.Definition.Id} has error penalty {upstream.ErrorPenalty}");
            Require(upstream.ErrorRate is >= 0 and <= 1, $"{upstream.Definition.Id} has error rate {upstream.ErrorRate}");
        }
    }

    public void Decided(in Attempt attempt)
    {
        var (upstream, reason, request) = (attempt.Upstream, attempt.Reason, _deciding);
        var what = $"{request.Method} {request.Body} #{request.Number} to {upstream.Id} by {reason.Name()}";
        Decisions.Add(what);
        Require(!upstream.IsIsolated, $"{what}, which is isolated");
        Require(Router.Upstreams.Contains(upstream), $"{what}, which has left the pool");
        Require(request.Among?.Contains(upstream) != false, $"{what}, where it may not go");
        Require(Enumerable.Range(0, request.Latest).All(index => request[index].Upstream != upstream), $"{what}, which it has tried");
        CheckExclusion(in attempt, request, what);
        CheckCost(reason, request, what);
        foreach (var candidate in attempt.Candidates)
        {
            Require(candidate.Upstream is null || candidate.Score is >= 0 and <= 1_000, $"{what}: candidate {candidate.Upstream?.Id} has score {candidate.Score}");
        }
    }

    public void Ended(in Attempt attempt)
    {
        EndedCount++;
        Require(attempt.Outcome != AttemptOutcome.Pending, "an attempt ended as pending");
    }

    public void BreakerChanged(Upstream upstream, BreakerState state)
    {
        // What is done by hand is told here too.
        if (state != BreakerState.Isolated && state != _breakers.StateOf(upstream.Health))
        {
            _breakers.Changed(Router, upstream, upstream.Health, state);
        }
    }

    public void RouteBreakerChanged(Upstream upstream, string route, BreakerState state)
        => _breakers.Changed(Router, upstream, upstream.HealthOf(route == "*" ? 0 : Router.RouteOf(route))!, state);

    public void RetryBudgetExhausted()
    {
    }

    public void UpstreamsChanged(IReadOnlyList<Upstream> upstreams)
    {
    }

    private void CheckExclusion(in Attempt attempt, RoutedRequest request, string what)
    {
        switch (attempt.Reason)
        {
            case DecisionReason.Probe:
                _breakers.Probed(in attempt, request, what);
                break;
            case DecisionReason.Panic:
                Require(
                    !Router.Upstreams.Any(upstream => request.Among?.Contains(upstream) != false && upstream.IsRoutableFor(request.Scope)),
                    $"{what} though some are closed");
                break;
            default:
                Require(attempt.Upstream.BreakerStateFor(request.Scope) == BreakerState.Closed, $"{what}, which is {attempt.Upstream.BreakerStateFor(request.Scope).Name()}");
                break;
        }
    }

    private void CheckCost(DecisionReason reason, RoutedRequest request, string what)
    {
        var (failover, hedging, exploration) = (_options.Failover, _options.Hedging, _options.Exploration);
        var onlyUnsafe = Router.Now - _safeSeenAt >= MonotonicClock.Microseconds(_options.Breaker.UnsafeTrialAfter);
        switch (reason)
        {
            case DecisionReason.Probe:
                Require(request.IsSafeToTry || onlyUnsafe, $"{what} while safe requests come");
                break;
            case DecisionReason.Explore when _isAdaptive:
                Require(request.IsSafeToTry, what);
                Require(++_explorations <= exploration.Burst + (exploration.Epsilon * _requests) + Slack, $"{what}: exploration {_explorations} of {_requests} requests");
                break;
            case DecisionReason.Failover:
                Require(!request.InPanic, $"{what} in panic");
                Require(++_failovers <= failover.BudgetStart + (failover.BudgetPerRequest * _requests) + Slack, $"{what}: failover {_failovers} of {_requests} requests");
                break;
            case DecisionReason.Hedge:
                Require(!request.InPanic && request is { IsSafeToTry: true, MayHedge: true, Body: BodyKind.None }, what);
                Require(++_hedges <= hedging.BudgetCap + (hedging.BudgetPerRequest * _requests) + Slack, $"{what}: hedge {_hedges} of {_requests} requests");
                break;
        }

        Require(request.AttemptCount <= failover.MaxAttempts, $"{what} is attempt {request.AttemptCount}");
    }

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            Violate(otherwise);
        }
    }
}
