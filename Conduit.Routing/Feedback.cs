using Conduit.Routing.Breaking;
using Conduit.Routing.Deciding;

namespace Conduit.Routing;

/// <summary>Learns from results: the only writer of what is known of an upstream.</summary>
public sealed class Feedback
{
    private readonly Router _router;
    private readonly MonotonicClock _clock;
    private readonly BreakerTimes _times;
    private readonly PeerReference _peers;
    private readonly EjectedUpstreams _ejected;
    private readonly IRouterObserver _observer;
    private long _lastSuccessAt;

    internal Feedback(
        Router router, MonotonicClock clock, BreakerTimes times, PeerReference peers, EjectedUpstreams ejected, IRouterObserver observer)
    {
        _router = router;
        _clock = clock;
        _times = times;
        _peers = peers;
        _ejected = ejected;
        _observer = observer;
    }

    /// <summary>
    /// Response headers arrived: ends the wait. A failure is final with them; a good answer counts when its body is
    /// complete, by <see cref="Complete"/>.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="index">Its attempt.</param>
    /// <param name="status">HTTP status.</param>
    /// <returns>What the status says.</returns>
    public AttemptOutcome HeadersArrived(RoutedRequest request, int index, int status)
    {
        ref var attempt = ref request.Slot(index);
        var outcome = AttemptOutcomes.FromStatus(status);
        if (attempt.HasEnded && !attempt.RunsOn)
        {
            return outcome;
        }

        var now = _clock.Now;
        EndWait(ref attempt, now);
        attempt.Status = status;
        var upstream = attempt.Upstream;
        if (outcome == AttemptOutcome.Success && !upstream.Breaker.IsStale(attempt.StartedAt))
        {
            if (upstream.Latency.Sample(attempt.Waited, _peers.Latency, now))
            {
                _peers.Invalidate();
            }
        }

        if (outcome.IsFailure())
        {
            Complete(request, index, outcome);
        }

        return outcome;
    }

    /// <summary>An attempt has ended. Further calls for the same attempt change nothing.</summary>
    /// <param name="request">The request.</param>
    /// <param name="index">Its attempt.</param>
    /// <param name="outcome">How it ended.</param>
    public void Complete(RoutedRequest request, int index, AttemptOutcome outcome)
    {
        ref var attempt = ref request.Slot(index);
        if (attempt.TryEnd())
        {
            attempt.Outcome = outcome;
            Learn(ref attempt, outcome);
            _observer.Ended(in attempt);
        }
        else if (attempt.RunsOn && attempt.TryLearn())
        {
            Learn(ref attempt, outcome);
        }
    }

    /// <summary>
    /// Another attempt of the request has answered first. A trial or an exploration goes on for what it learns, without
    /// anyone waiting for it; true if so. Any other attempt is to be cancelled.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="index">The attempt that lost.</param>
    internal bool Supersede(RoutedRequest request, int index)
    {
        ref var attempt = ref request.Slot(index);
        attempt.RunsOn = attempt.Reason is DecisionReason.Probe or DecisionReason.Explore;
        if (attempt.TryEnd())
        {
            attempt.Outcome = AttemptOutcome.Superseded;
            if (attempt.RunsOn)
            {
                attempt.Waited = _clock.Now - attempt.StartedAt;
            }
            else
            {
                Learn(ref attempt, AttemptOutcome.Superseded);
            }

            _observer.Ended(in attempt);
        }

        return attempt.RunsOn;
    }

    private void Learn(ref Attempt attempt, AttemptOutcome outcome)
    {
        var now = _clock.Now;
        var waitEndedNow = EndWait(ref attempt, now);
        var upstream = attempt.Upstream;
        if (outcome != AttemptOutcome.Success && (waitEndedNow || !outcome.IsCensored()))
        {
            upstream.Latency.Raise(attempt.Waited, _peers.Latency, now);
        }

        if (!upstream.Breaker.IsStale(attempt.StartedAt))
        {
            LearnErrors(upstream, attempt.StartedAt, outcome, now);
        }

        if (outcome.IsFailure())
        {
            upstream.CountFailure();
        }

        if (attempt.TrialTicket != 0)
        {
            upstream.Breaker.EndTrial(attempt.TrialTicket);
        }

        upstream.RefreshErrorPenalty(_peers.ClientErrorRate, now);
    }

    /// <summary>A first trial is about to begin: the upstream is judged by its trials alone.</summary>
    internal void HalfOpened(Upstream upstream)
    {
        upstream.Latency.Forget();
        _observer.BreakerChanged(upstream, BreakerState.HalfOpen);
    }

    private static bool EndWait(ref Attempt attempt, long now)
    {
        if (!attempt.TryEndWait())
        {
            return false;
        }

        attempt.Waited = now - attempt.StartedAt;
        attempt.Upstream.EndWait(attempt.StartedAt);
        return true;
    }

    private void LearnErrors(Upstream upstream, long startedAt, AttemptOutcome outcome, long now)
    {
        switch (outcome)
        {
            case AttemptOutcome.Success:
                upstream.Errors.Success(startedAt, now);
                Succeeded(upstream, startedAt, now);
                break;
            case AttemptOutcome.ClientError:
                upstream.Errors.ClientError(startedAt, now);
                Succeeded(upstream, startedAt, now);
                break;
            case AttemptOutcome.RateLimited:
                upstream.Errors.RateLimited(now);
                break;
            default:
                if (outcome.IsFailure())
                {
                    upstream.Errors.Failure(now, outcome.IsOfTransport());
                    Failed(upstream, startedAt, outcome, now);
                }

                break;
        }
    }

    private void Succeeded(Upstream upstream, long startedAt, long now)
    {
        Volatile.Write(ref _lastSuccessAt, now);
        if (upstream.Breaker.OnSuccess(startedAt, now))
        {
            upstream.Errors.Reset(now);
            _ejected.Remove(upstream);
            _peers.Invalidate();
            _observer.BreakerChanged(upstream, BreakerState.Closed);
        }
    }

    private void Failed(Upstream upstream, long startedAt, AttemptOutcome outcome, long now)
    {
        var options = _router.Options.Breaker;
        if (upstream.Breaker.OnTrialFailure(startedAt, now))
        {
            _observer.BreakerChanged(upstream, BreakerState.Open);
        }
        else if (upstream.Errors.BreakerStreak >= options.ConsecutiveFailures
            || (outcome == AttemptOutcome.ConnectFailure && upstream.Errors.TransportStreak >= options.ConnectFailures)
            || upstream.Errors.TripsRatio(options.FailureRatio, options.MinimumSamples))
        {
            TryEject(upstream, options, now);
        }
    }

    private void TryEject(Upstream upstream, BreakerOptions options, long now)
    {
        var pool = _router.Pool.All;
        var someSucceed = now - Volatile.Read(ref _lastSuccessAt) <= _times.AllMayOpenAfter;
        var limit = someSucceed ? Math.Max(1, (int)(options.MaxEjectedFraction * pool.Length)) : int.MaxValue;
        if (!_ejected.TryAdd(upstream, limit))
        {
            return;
        }

        if (upstream.Breaker.TryTrip(now))
        {
            _peers.Invalidate();
            _observer.BreakerChanged(upstream, BreakerState.Open);
        }
        else if (upstream.Breaker.IsClosed)
        {
            _ejected.Remove(upstream);
        }
    }
}
