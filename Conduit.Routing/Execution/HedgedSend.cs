namespace Conduit.Routing.Execution;

/// <summary>
/// Sends further attempts of a request beside a first that keeps its user waiting. The first good answer wins; without
/// any, the last failure is the result. A trial's answer stands in only when no other comes in the usual time: whether
/// its body is any good is what the trial is to find out. Belongs to the request's own flow of control.
/// </summary>
internal sealed class HedgedSend
{
    private readonly ConduitHandler _handler;
    private readonly RoutedRequest _routed;
    private readonly HttpRequestMessage _message;
    private readonly AttemptWait _wait;
    private readonly CancellationToken _cancellation;
    private readonly List<RunningAttempt> _running = new(RoutedRequest.MaxAttempts);
    private RunningAttempt? _standIn;

    /// <param name="handler">Sends.</param>
    /// <param name="routed">The request.</param>
    /// <param name="message">What the first attempt has sent; others send a copy.</param>
    /// <param name="first">The attempt under way.</param>
    /// <param name="cancellation">The request is given up.</param>
    public HedgedSend(ConduitHandler handler, RoutedRequest routed, HttpRequestMessage message, RunningAttempt first, CancellationToken cancellation)
    {
        _handler = handler;
        _routed = routed;
        _message = message;
        _wait = first.Wait;
        _cancellation = cancellation;
        _running.Add(first);
    }

    /// <summary>Sends the attempt that the router has just begun, and others as they become due, to the end of the one that <see cref="RoutedRequest.Final"/> then names.</summary>
    public async ValueTask<RunningAttempt> RaceAsync()
    {
        Launch();
        var winner = await WinnerAsync().ConfigureAwait(false);
        _routed.AnsweredBy(winner.Index);
        foreach (var loser in _running)
        {
            loser.GiveUp();
        }

        if (_standIn != winner)
        {
            _standIn?.GiveUp();
        }

        return winner;
    }

    private async ValueTask<RunningAttempt> WinnerAsync()
    {
        while (true)
        {
            if (!await OneEndsAsync().ConfigureAwait(false))
            {
                return _standIn!;
            }

            var ended = _running.Find(static attempt => attempt.HasEnded)!;
            _running.Remove(ended);
            if (ended.IsGood())
            {
                if (_running.Count == 0 || _standIn is not null || !_routed[ended.Index].IsToLearn)
                {
                    return ended;
                }

                _standIn = ended;
            }
            else if (_running.Count == 0)
            {
                if (_standIn is null)
                {
                    return ended;
                }

                ended.Discard();
                return _standIn;
            }
            else
            {
                ended.Discard();
            }
        }
    }

    /// <summary>Waits until an attempt has ended, and while none does adds what may be added; false to take what stands in.</summary>
    private async ValueTask<bool> OneEndsAsync()
    {
        var hedgeAfter = _standIn is null ? _routed.Router.HedgeDelay(_routed) : _routed.Router.StandInDelay(_routed);
        while (!_running.Exists(static attempt => attempt.HasEnded))
        {
            if (await _wait.WaitAsync(hedgeAfter).ConfigureAwait(false))
            {
                continue;
            }

            if (_standIn is not null)
            {
                return false;
            }

            if (_routed.Router.TryBeginHedge(_routed))
            {
                Launch();
                hedgeAfter = _routed.Router.HedgeDelay(_routed);
            }
            else
            {
                hedgeAfter = Timeout.InfiniteTimeSpan;
            }
        }

        return true;
    }

    private void Launch()
    {
        var attempt = new RunningAttempt(_handler.Timers);
        _running.Add(attempt);
        attempt.Begin(_handler, _routed, MessageCopy.Of(_message), _wait, _cancellation);
    }
}
