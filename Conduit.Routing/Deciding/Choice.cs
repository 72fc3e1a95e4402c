using System.Buffers;
using Conduit.Routing.Budgets;
using Conduit.Routing.Policies;

namespace Conduit.Routing.Deciding;

/// <summary>
/// Chooses among the closed upstreams by the policy, now and then explores a stale one instead, and in panic chooses
/// among the open ones too. Thread-safe.
/// </summary>
internal sealed class Choice
{
    /// <summary>Candidates up to this number are collected on the stack.</summary>
    public const int OnStack = 32;

    // Connections that broke together look like a dead process; whether it is one, the next request there tells.
    private const int Suspicious = 2;

    private readonly RoutingPolicy _policy;
    private readonly Chance _chance;
    private readonly TokenBucket _retryBudget;
    private readonly TokenBucket _explorationBudget;
    private readonly TokenBucket? _hedgingBudget;
    private readonly PeerReference _peers;
    private readonly SafeTraffic _safe;
    private readonly IRouterObserver _observer;
    private readonly long _staleAfter;
    private readonly long _suspectAfter;
    private readonly bool _mayFailOver;

    public Choice(
        RoutingPolicy policy, RouterOptions options, Chance chance, TokenBucket retryBudget, TokenBucket? hedgingBudget, PeerReference peers,
        SafeTraffic safe, IRouterObserver observer)
    {
        _policy = policy;
        _chance = chance;
        _retryBudget = retryBudget;
        _explorationBudget = new TokenBucket(options.Exploration.Epsilon, options.Exploration.Burst, options.Exploration.Burst);
        _hedgingBudget = hedgingBudget;
        _peers = peers;
        _safe = safe;
        _observer = observer;
        _staleAfter = MonotonicClock.Microseconds(options.Exploration.StaleAfter);
        _suspectAfter = Math.Min(_staleAfter, MonotonicClock.Microseconds(options.Breaker.TrialInterval));
        _mayFailOver = options.Failover.MaxAttempts > 1;
    }

    /// <summary>A request has come: it fills the budgets a little.</summary>
    public void Deposit()
    {
        _retryBudget.Deposit();
        _hedgingBudget?.Deposit();
        if (_policy.Explores)
        {
            _explorationBudget.Deposit();
        }
    }

    public bool TryBegin(RoutedRequest request, Upstream[] pool, long now) => TryBegin(request, pool, now, _policy.Reason);

    /// <summary>Begins a failover, or a hedge beside the latest attempt where that costs less than waiting on.</summary>
    public bool TryBeginFurther(RoutedRequest request, Upstream[] pool, long now, DecisionReason reason) => TryBegin(request, pool, now, reason);

    private bool TryBegin(RoutedRequest request, Upstream[] pool, long now, DecisionReason reason)
    {
        if (pool.Length == 0)
        {
            return false;
        }

        var size = Math.Min(_policy.SampleSize(pool.Length), pool.Length);
        if (size <= OnStack)
        {
            return TryBegin(request, pool, now, reason, stackalloc Candidate[size]);
        }

        var rented = ArrayPool<Candidate>.Shared.Rent(size);
        var begun = TryBegin(request, pool, now, reason, rented.AsSpan(0, size));
        ArrayPool<Candidate>.Shared.Return(rented);
        return begun;
    }

    private bool TryBegin(RoutedRequest request, Upstream[] pool, long now, DecisionReason reason, Span<Candidate> buffer)
    {
        var draw = new Draw(_chance, request.Number, request.AttemptCount);
        var mayDrift = !_policy.Explores || _safe.Allows(request, since: 0, now);
        var count = new CandidateScan(pool, request, _peers, now, Admission.Normal, mayDrift).Collect(_policy, buffer, in draw);
        var isFirst = reason == _policy.Reason;
        if (count == 0 && isFirst)
        {
            count = new CandidateScan(pool, request, _peers, now, Admission.EvenAskingToWait, mayDrift).Collect(_policy, buffer, in draw);
        }

        if (count == 0)
        {
            if (!isFirst)
            {
                return false;
            }

            count = new CandidateScan(pool, request, _peers, now, Admission.EvenOpen, mayDrift).Collect(_policy, buffer, in draw);
            if (count == 0)
            {
                return false;
            }

            request.InPanic = true;
            isFirst = false;
            reason = DecisionReason.Panic;
        }

        if (reason == DecisionReason.Failover && !_retryBudget.TryTake())
        {
            _observer.RetryBudgetExhausted();
            return false;
        }

        var candidates = buffer[..count];
        var why = reason;
        var chosen = isFirst ? Stale(request, pool, candidates, now) : -1;
        if (chosen >= 0)
        {
            why = DecisionReason.Explore;
        }
        else
        {
            chosen = _policy.Choose(candidates, in draw, ref why);
            if (isFirst && candidates[chosen].IsDoubtful && MayExplore(request) && _explorationBudget.TryTake())
            {
                why = DecisionReason.Explore;
            }
        }

        if (reason == DecisionReason.Hedge && !IsWorthHedging(request, in candidates[chosen], pool, now))
        {
            return false;
        }

        ref var attempt = ref request.Add();
        attempt.Candidates = CandidateRanking.Best(candidates, pool, request.Scope);
        if (count < Math.Min(pool.Length, Attempt.TopCandidates.Capacity) && pool.Length <= OnStack)
        {
            CandidateRanking.AddExcluded(ref attempt, candidates, pool, new CandidateScan(pool, request, _peers, now, Admission.EvenOpen, mayDrift), request.Scope);
        }

        attempt.Begin(pool[candidates[chosen].Index], isFirst ? why : reason, now);
        _observer.Decided(in attempt);
        return true;
    }

    private bool IsWorthHedging(RoutedRequest request, in Candidate candidate, Upstream[] pool, long now)
        => (request[request.Latest].IsToLearn || IsSooner(in candidate, now - request[request.Latest].StartedAt, pool)) && _hedgingBudget?.TryTake() == true;

    /// <summary>True if the candidate would usually answer, with the queue it has, in less time than has been waited already.</summary>
    private static bool IsSooner(in Candidate candidate, long waited, Upstream[] pool)
    {
        var typical = pool[candidate.Index].Latency.Spread.Typical;
        return (double.IsNaN(typical) ? candidate.Cost : Score.Cost(typical, candidate.InFlight, candidate.Capacity)) < waited;
    }

    /// <summary>The place of a stale candidate, if this request may explore and costs its user nothing by it; else −1.</summary>
    private int Stale(RoutedRequest request, Upstream[] pool, ReadOnlySpan<Candidate> candidates, long now)
    {
        if (candidates.Length < 2 || !MayExplore(request))
        {
            return -1;
        }

        var (stale, staleCount, touchedAt) = (-1, 0, long.MaxValue);
        for (var i = 0; i < candidates.Length; i++)
        {
            var upstream = pool[candidates[i].Index];
            if (upstream.IsStale(now, upstream.Errors.TransportStreak >= Suspicious ? _suspectAfter : _staleAfter))
            {
                staleCount++;
                // The one left alone longest: where the budget does not reach all, they take turns.
                if (upstream.TouchedAt < touchedAt)
                {
                    (stale, touchedAt) = (i, upstream.TouchedAt);
                }
            }
        }

        // Where all are, as in a quiet pool, any choice finds something out.
        return staleCount > 0 && staleCount < candidates.Length && _explorationBudget.TryTake() ? stale : -1;
    }

    /// <summary>True if whatever comes of it costs the request's user nothing.</summary>
    private bool MayExplore(RoutedRequest request)
        => _policy.Explores && _mayFailOver && request.IsSafeToTry && _retryBudget.HasToken && _hedgingBudget is not { HasToken: false };
}
