using System.Runtime.CompilerServices;

namespace Conduit.Routing.Execution;

/// <summary>
/// Sends one attempt of a request and, while it keeps its user waiting, others beside it. The first good answer wins;
/// without any, the last failure is the result. A trial's answer stands in only when no other comes in the usual time:
/// whether its body is any good is what the trial is to find out. Belongs to the request's own flow of control.
/// </summary>
internal sealed class HedgedSend
{
    private readonly ConduitHandler _handler;
    private readonly RoutedRequest _routed;
    private readonly CancellationToken _cancellation;
    private List<HedgedAttempt> _running = null!;
    private HedgedAttempt? _standIn;

    public HedgedSend(ConduitHandler handler, RoutedRequest routed, CancellationToken cancellation)
    {
        _handler = handler;
        _routed = routed;
        _cancellation = cancellation;
    }

    /// <summary>Runs to the result of the attempt that <see cref="RoutedRequest.Final"/> then names.</summary>
    /// <param name="message">What to send as the latest attempt; others send a copy.</param>
    /// <param name="hedgeAfter">How long to wait before the next.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<HttpResponseMessage> RunAsync(HttpRequestMessage message, TimeSpan hedgeAfter)
    {
        var first = Launch(message);
        if (!first.Sending.IsCompleted && hedgeAfter > TimeSpan.Zero)
        {
            using var due = new DueTime(_handler.Time, hedgeAfter);
            await Task.WhenAny(first.Sending, due.Reached).ConfigureAwait(false);
        }

        if (first.Sending.IsCompleted || !_routed.Router.TryBeginHedge(_routed))
        {
            return await first.ResultAsync().ConfigureAwait(false);
        }

        _running = new(RoutedRequest.MaxAttempts) { first, Launch(MessageCopy.Of(message)) };
        var winner = await RaceAsync(message).ConfigureAwait(false);
        _routed.AnsweredBy(winner.Index);
        foreach (var loser in _running)
        {
            loser.GiveUp(_routed);
        }

        if (_standIn != winner)
        {
            _standIn?.GiveUp(_routed);
        }

        return await winner.ResultAsync().ConfigureAwait(false);
    }

    private async Task<HedgedAttempt> RaceAsync(HttpRequestMessage message)
    {
        while (true)
        {
            if (!await OneEndsAsync(message).ConfigureAwait(false))
            {
                return _standIn!;
            }

            var ended = _running.Find(static attempt => attempt.Sending.IsCompleted)!;
            _running.Remove(ended);
            if (ended.IsGood(_routed))
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
    private async Task<bool> OneEndsAsync(HttpRequestMessage message)
    {
        var hedgeAfter = _routed.Router.HedgeDelay(_routed);
        while (hedgeAfter != Timeout.InfiniteTimeSpan)
        {
            using var due = new DueTime(_handler.Time, hedgeAfter);
            if (await Task.WhenAny([.. _running.Select(static attempt => attempt.Sending), due.Reached]).ConfigureAwait(false) != due.Reached)
            {
                return true;
            }

            if (_standIn is not null)
            {
                return false;
            }

            if (!_routed.Router.TryBeginHedge(_routed))
            {
                break;
            }

            _running.Add(Launch(MessageCopy.Of(message)));
            hedgeAfter = _routed.Router.HedgeDelay(_routed);
        }

        await Task.WhenAny(_running.Select(static attempt => attempt.Sending)).ConfigureAwait(false);
        return true;
    }

    private HedgedAttempt Launch(HttpRequestMessage message)
    {
        var attempt = new HedgedAttempt(_routed.Latest, _cancellation);
        attempt.Sending = _handler.SendAttemptAsync(_routed, message, attempt.Cancellation);
        return attempt;
    }
}
