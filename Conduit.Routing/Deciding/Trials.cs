using Conduit.Routing.Breaking;
using Conduit.Routing.Budgets;
using Conduit.Routing.Policies;

namespace Conduit.Routing.Deciding;

/// <summary>Lends single requests to ejected upstreams as trials, such that no user pays for it. Thread-safe.</summary>
internal sealed class Trials
{
    private const int LookedAt = 4;

    private readonly bool _mayFailOver;
    private readonly BreakerTimes _times;
    private readonly TokenBucket _retryBudget;
    private readonly EjectedUpstreams _ejected;
    private readonly PeerReference _peers;
    private readonly Feedback _feedback;
    private readonly IRouterObserver _observer;
    private long _safeSeenAt;

    public Trials(
        RouterOptions options, BreakerTimes times, TokenBucket retryBudget, EjectedUpstreams ejected, PeerReference peers, Feedback feedback,
        IRouterObserver observer)
    {
        _mayFailOver = options.Failover.MaxAttempts > 1;
        _times = times;
        _retryBudget = retryBudget;
        _ejected = ejected;
        _peers = peers;
        _feedback = feedback;
        _observer = observer;
    }

    public bool TryBegin(RoutedRequest request, Upstream[] pool, long now)
    {
        var ejected = _ejected.List;
        if (ejected.Length == 0)
        {
            return false;
        }

        if (request.IsSafeToTry)
        {
            Volatile.Write(ref _safeSeenAt, now);
        }

        // Nobody pays for a trial: another upstream stands by, or none is closed and any choice is a trial.
        var othersStandBy = ejected.Length < pool.Length;
        if (othersStandBy && !(_retryBudget.HasToken && _mayFailOver))
        {
            return false;
        }

        var looks = Math.Min(LookedAt, ejected.Length);
        for (var i = 0; i < looks; i++)
        {
            var upstream = ejected[(int)((request.Number + (ulong)i) % (ulong)ejected.Length)];
            if (!upstream.IsIsolated
                && request.MayTry(upstream)
                && upstream.Breaker.TrialIsDue(now, out var halfOpenSince)
                && (request.IsSafeToTry || now - Math.Max(halfOpenSince, Volatile.Read(ref _safeSeenAt)) >= _times.UnsafeTrialAfter)
                && upstream.Breaker.TryBeginTrial(now, MonotonicClock.Microseconds(request.AttemptTimeout), out var ticket, out var becameHalfOpen))
            {
                if (becameHalfOpen)
                {
                    _feedback.HalfOpened(upstream);
                }

                BeginTrial(request, pool, upstream, ticket, now);
                return true;
            }
        }

        return false;
    }

    private void BeginTrial(RoutedRequest request, Upstream[] pool, Upstream upstream, long ticket, long now)
    {
        ref var attempt = ref request.Add();
        attempt.TrialTicket = ticket;
        var scan = new CandidateScan(pool, request, _peers, now, evenOpen: true);
        if (pool.Length <= Choice.OnStack)
        {
            Span<Candidate> candidates = stackalloc Candidate[pool.Length];
            for (var i = 0; i < pool.Length; i++)
            {
                scan.Measure(i, ref candidates[i]);
            }

            CandidateScan.Grade(candidates);
            attempt.Candidates = CandidateRanking.Best(candidates, pool);
        }

        attempt.Begin(upstream, DecisionReason.Probe, now);
        _observer.Decided(in attempt);
    }
}
