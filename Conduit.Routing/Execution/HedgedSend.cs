namespace Conduit.Routing.Execution;

/// <summary>
/// Sends one attempt of a request and, while it keeps its user waiting, others beside it. The first good answer wins;
/// without any, the last failure is the result. Belongs to the request's own flow of control.
/// </summary>
internal sealed class HedgedSend
{
    private readonly ConduitHandler _handler;
    private readonly RoutedRequest _routed;
    private readonly CancellationToken _cancellation;

    public HedgedSend(ConduitHandler handler, RoutedRequest routed, CancellationToken cancellation)
    {
        _handler = handler;
        _routed = routed;
        _cancellation = cancellation;
    }

    /// <summary>Runs to the result of the attempt that <see cref="RoutedRequest.Final"/> then names.</summary>
    /// <param name="message">What to send as the latest attempt; others send a copy.</param>
    /// <param name="hedgeAfter">How long to wait before the next.</param>
    public async Task<HttpResponseMessage> RunAsync(HttpRequestMessage message, TimeSpan hedgeAfter)
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

        return await RaceAsync(message, first).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> RaceAsync(HttpRequestMessage message, HedgedAttempt first)
    {
        var running = new List<HedgedAttempt>(RoutedRequest.MaxAttempts) { first, Launch(MessageCopy.Of(message)) };
        while (true)
        {
            await WaitAsync(running, message).ConfigureAwait(false);
            var ended = running.Find(static attempt => attempt.Sending.IsCompleted)!;
            running.Remove(ended);
            if (running.Count == 0 || ended.IsGood(_routed))
            {
                _routed.AnsweredBy(ended.Index);
                foreach (var loser in running)
                {
                    loser.GiveUp(_routed);
                }

                return await ended.ResultAsync().ConfigureAwait(false);
            }

            ended.Discard();
        }
    }

    /// <summary>Waits until an attempt has ended, and while none does adds what may be added.</summary>
    private async Task WaitAsync(List<HedgedAttempt> running, HttpRequestMessage message)
    {
        var hedgeAfter = _routed.Router.HedgeDelay(_routed);
        while (hedgeAfter != Timeout.InfiniteTimeSpan)
        {
            using var due = new DueTime(_handler.Time, hedgeAfter);
            if (await Task.WhenAny([.. running.Select(static attempt => attempt.Sending), due.Reached]).ConfigureAwait(false) != due.Reached)
            {
                return;
            }

            if (!_routed.Router.TryBeginHedge(_routed))
            {
                break;
            }

            running.Add(Launch(MessageCopy.Of(message)));
            hedgeAfter = _routed.Router.HedgeDelay(_routed);
        }

        await Task.WhenAny(running.Select(static attempt => attempt.Sending)).ConfigureAwait(false);
    }

    private HedgedAttempt Launch(HttpRequestMessage message)
    {
        var attempt = new HedgedAttempt(_routed.Latest, _cancellation);
        attempt.Sending = _handler.SendAttemptAsync(_routed, message, attempt.Cancellation);
        return attempt;
    }
}
