using Conduit.Routing.Deciding;
using Conduit.Routing.Telemetry;

namespace Conduit.Routing;

/// <summary>Learns from results: the only writer of what is known of an upstream.</summary>
public sealed class Feedback
{
    /// <summary>Longest time an upstream can ask to be left alone.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private const int TooManyRequests = 429;
    private const int Unavailable = 503;

    private readonly MonotonicClock _clock;
    private readonly PeerReference _peers;
    private readonly Ejector _ejector;
    private readonly IRouterObserver _observer;

    internal Feedback(MonotonicClock clock, PeerReference peers, Ejector ejector, IRouterObserver observer)
    {
        _clock = clock;
        _peers = peers;
        _ejector = ejector;
        _observer = observer;
    }

    /// <summary>
    /// Response headers arrived: ends the wait. A failure is final with them; a good answer counts when its body is
    /// complete, by <see cref="Complete(RoutedRequest, int, AttemptOutcome)"/>.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="index">Its attempt.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="retryAfter">How long a 429 or 503 asks to be left alone; up to <see cref="LongestWait"/> is honoured.</param>
    /// <returns>What the status says.</returns>
    public AttemptOutcome HeadersArrived(RoutedRequest request, int index, int status, TimeSpan retryAfter = default)
    {
        ref var attempt = ref request.Slot(index);
        var outcome = AttemptOutcomes.FromStatus(status);
        if (attempt.HasEnded && !attempt.RunsOn)
        {
            return outcome;
        }

        var now = _clock.Now;
        var waitEndedNow = EndWait(ref attempt, now);
        attempt.Status = status;
        var upstream = attempt.Upstream;
        if (waitEndedNow && outcome == AttemptOutcome.Success && !upstream.Breaker.IsStale(attempt.StartedAt))
        {
            if (upstream.Latency.Sample(attempt.Waited, _peers.Latency, now))
            {
                _peers.Invalidate();
            }
        }

        if (retryAfter > TimeSpan.Zero && status is TooManyRequests or Unavailable)
        {
            upstream.WaitUntil(now + MonotonicClock.Microseconds(retryAfter < LongestWait ? retryAfter : LongestWait));
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
    public void Complete(RoutedRequest request, int index, AttemptOutcome outcome) => Complete(request, index, outcome, _clock.Time.GetTimestamp());

    /// <summary>The same for those who know the time.</summary>
    /// <param name="request">The request.</param>
    /// <param name="index">Its attempt.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="timestamp">When: a timestamp of the router's <see cref="Router.Time"/>, just taken.</param>
    public void Complete(RoutedRequest request, int index, AttemptOutcome outcome, long timestamp)
    {
        ref var attempt = ref request.Slot(index);
        var now = _clock.At(timestamp);
        if (attempt.TryEnd())
        {
            attempt.Outcome = outcome;
            Learn(request, ref attempt, outcome, now);
            _observer.Ended(in attempt);
            RoutingSpans.EndAttempt(request, index);
        }
        else if (attempt.TryLearn(out var scouted))
        {
            Learn(request, ref attempt, outcome, now);
            if (scouted)
            {
                attempt.Upstream.EndScouting();
            }
        }
    }

    /// <summary>
    /// Another attempt of the request has answered first. A trial or an exploration, and one of any others at a time, goes
    /// on for what it learns, without anyone waiting for it; true if so. Any other attempt is to be cancelled.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="index">The attempt that lost.</param>
    internal bool Supersede(RoutedRequest request, int index)
    {
        ref var attempt = ref request.Slot(index);
        var scouts = !attempt.IsToLearn && attempt.Upstream.TryScout();
        if (!attempt.TrySupersede(scouts))
        {
            // It has ended by itself just now, and has been learned from.
            if (scouts)
            {
                attempt.Upstream.EndScouting();
            }

            return false;
        }

        var runsOn = scouts || attempt.IsToLearn;
        attempt.Outcome = AttemptOutcome.Superseded;
        if (runsOn)
        {
            attempt.Waited = _clock.Now - attempt.StartedAt;
        }
        else
        {
            Learn(request, ref attempt, AttemptOutcome.Superseded, _clock.Now);
        }

        _observer.Ended(in attempt);
        RoutingSpans.EndAttempt(request, index);
        return runsOn;
    }

    private static bool EndWait(ref Attempt attempt, long now)
    {
        if (!attempt.TryEndWait(now))
        {
            return false;
        }

        attempt.Upstream.EndWait(attempt.StartedAt);
        return true;
    }

    private void Learn(RoutedRequest request, ref Attempt attempt, AttemptOutcome outcome, long now)
    {
        var waitEndedNow = EndWait(ref attempt, now);
        var upstream = attempt.Upstream;
        if (outcome != AttemptOutcome.Success && (waitEndedNow || !outcome.IsCensored()))
        {
            upstream.Latency.Raise(attempt.Waited, _peers.Latency, now);
        }

        var scope = request.Scope;
        var route = scope == Health.Whole || outcome.IsCensored() ? null : upstream.TouchHealthOf(scope);
        if (!upstream.Breaker.IsStale(attempt.StartedAt))
        {
            var isLateOnRoute = route?.Breaker.IsStale(attempt.StartedAt) == true;
            // Its route's trip has judged that time: what failed in it is not the upstream's.
            if (!isLateOnRoute || !outcome.IsFailure() || outcome.IsOfTransport())
            {
                LearnErrors(upstream, isLateOnRoute ? null : route, attempt.StartedAt, outcome, now);
            }
        }

        if (outcome.IsFailure())
        {
            upstream.CountFailure();
        }

        attempt.Trial?.End();
        upstream.Health.Refresh(_peers.ClientErrorRate(Health.Whole), now);
        route?.Refresh(_peers.ClientErrorRate(scope), now);
    }

    private void LearnErrors(Upstream upstream, Health? route, long startedAt, AttemptOutcome outcome, long now)
    {
        switch (outcome)
        {
            case AttemptOutcome.Success:
                upstream.Errors.Success(startedAt, now);
                route?.Errors.Success(startedAt, now);
                _ejector.Succeeded(upstream, route, startedAt, now);
                break;
            case AttemptOutcome.ClientError:
                upstream.Errors.ClientError(startedAt, now);
                route?.Errors.ClientError(startedAt, now);
                _ejector.Succeeded(upstream, route, startedAt, now);
                break;
            case AttemptOutcome.RateLimited:
                upstream.Errors.RateLimited(now);
                route?.Errors.RateLimited(now);
                break;
            default:
                if (outcome.IsFailure())
                {
                    upstream.Errors.Failure(now, outcome.IsOfTransport());
                    if (!outcome.IsOfTransport())
                    {
                        route?.Errors.Failure(now);
                    }

                    _ejector.Failed(upstream, route, startedAt, outcome, now);
                }

                break;
        }
    }
}
