using Conduit.Routing.Breaking;
using Conduit.Routing.Budgets;
using Conduit.Routing.Policies;

namespace Conduit.Routing.Deciding;

/// <summary>Lends single requests to ejected upstreams as trials, such that no user pays for it. Thread-safe.</summary>
internal sealed class Trials
{
    private const int LookedAt = 4;

    // Beyond the draws of a request's attempts.
    private const uint FirstLook = 1_000;

    private readonly Chance _chance;
    private readonly bool _mayFailOver;
    private readonly TokenBucket _retryBudget;
    private readonly TokenBucket? _hedgingBudget;
    private readonly Ejections _ejections;
    private readonly PeerReference _peers;
    private readonly Ejector _ejector;
    private readonly IRouterObserver _observer;
    private readonly SafeTraffic _safe;

    public Trials(
        RouterOptions options, Chance chance, TokenBucket retryBudget, Ejections ejections, PeerReference peers, Ejector ejector,
        TokenBucket? hedgingBudget, SafeTraffic safe, IRouterObserver observer)
    {
        _chance = chance;
        _mayFailOver = options.Failover.MaxAttempts > 1;
        _retryBudget = retryBudget;
        _ejections = ejections;
        _peers = peers;
        _ejector = ejector;
        _hedgingBudget = hedgingBudget;
        _safe = safe;
        _observer = observer;
    }

    public bool TryBegin(RoutedRequest request, Upstream[] pool, long now)
    {
        var ejections = _ejections.List;
        if (ejections.Length == 0)
        {
            return false;
        }

        // Nobody pays for a trial: another upstream stands by, or none is closed and any choice is a trial.
        var scope = request.Scope;
        var othersStandBy = Ejections.Excluded(ejections, scope) < pool.Length;
        var isFree = !othersStandBy || (_mayFailOver && _retryBudget.HasToken && _hedgingBudget is not { HasToken: false });
        var looks = Math.Min(LookedAt, ejections.Length);
        // From a place without rhythm: requests of a route may come at every n-th number.
        var first = _chance.Below(ejections.Length, request.Number, FirstLook);
        for (var i = 0; i < looks; i++)
        {
            var ejection = ejections[(first + i) % ejections.Length];
            if (ejection.Concerns(scope) && IsDue(ejection, request, isFree, mayWait: othersStandBy, now)
                && ejection.Health.Breaker.TryBeginTrial(now, MonotonicClock.Microseconds(request.AttemptTimeout), out var trial, out var becameHalfOpen))
            {
                if (becameHalfOpen)
                {
                    _ejector.HalfOpened(ejection);
                }

                BeginTrial(request, pool, ejection, trial, now);
                return true;
            }
        }

        return false;
    }

    private bool IsDue(Ejection ejection, RoutedRequest request, bool isFree, bool mayWait, long now)
    {
        var (upstream, health) = ejection;
        return !upstream.IsIsolated
            && !(mayWait && upstream.AsksToWait(now))
            // While the whole upstream is on trial, its routes wait for the verdict.
            && (health.Route == Health.Whole || upstream.Breaker.IsClosed)
            && request.MayTry(upstream)
            && health.Breaker.TrialIsDue(now, out var halfOpenSince)
            && _safe.Allows(request, halfOpenSince, now)
            // Where nothing can pay, as without failover, one that has waited long goes all the same, or it would never return.
            && (isFree || _safe.IsLongSince(halfOpenSince, now));
    }

    private void BeginTrial(RoutedRequest request, Upstream[] pool, Ejection ejection, BreakerTrial trial, long now)
    {
        ref var attempt = ref request.Add();
        attempt.TrialOf = ejection.Health;
        attempt.Trial = trial;
        var scan = new CandidateScan(pool, request, _peers, now, Admission.EvenOpen, mayDrift: true);
        if (pool.Length <= Choice.OnStack)
        {
            Span<Candidate> candidates = stackalloc Candidate[pool.Length];
            for (var i = 0; i < pool.Length; i++)
            {
                scan.Measure(i, ref candidates[i]);
            }

            CandidateScan.Grade(candidates);
            attempt.Candidates = CandidateRanking.Best(candidates, pool, request.Scope);
        }

        attempt.Begin(ejection.Upstream, DecisionReason.Probe, now);
        _observer.Decided(in attempt);
    }
}
