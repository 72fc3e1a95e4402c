namespace Conduit.Routing.Execution;

/// <summary>
/// The answer of a request whose first attempt is under way. Nearly all end well before another is due, and need no more
/// than this and its task; whatever else becomes of one, the handler goes on from there. Belongs to its request's flow of control.
/// </summary>
internal sealed class PlainSend : TaskCompletionSource<HttpResponseMessage>
{
    private readonly ConduitHandler _handler;
    private readonly RoutedRequest _routed;
    private readonly HttpRequestMessage _message;
    private readonly RunningAttempt _attempt;
    private readonly TimeSpan _hedgeAfter;
    private readonly CancellationToken _cancellation;
    private readonly ExecutionContext? _context = ExecutionContext.Capture();

    /// <param name="handler">What has sent it.</param>
    /// <param name="routed">The request.</param>
    /// <param name="message">What was sent.</param>
    /// <param name="attempt">The attempt under way.</param>
    /// <param name="hedgeAfter">How long it is waited for alone.</param>
    /// <param name="cancellation">The request is given up.</param>
    public PlainSend(ConduitHandler handler, RoutedRequest routed, HttpRequestMessage message, RunningAttempt attempt, TimeSpan hedgeAfter, CancellationToken cancellation)
    {
        _handler = handler;
        _routed = routed;
        _message = message;
        _attempt = attempt;
        _hedgeAfter = hedgeAfter;
        _cancellation = cancellation;
    }

    /// <summary>Waits for it.</summary>
    public Task<HttpResponseMessage> RunAsync()
        => _attempt.Wait.TryWait(_hedgeAfter, static plain => ((PlainSend)plain!).GoOn(), this) ? Task : GoOnAsync(isDue: false);

    private void GoOn()
    {
        var isDue = !_attempt.Wait.HasBeenTold();
        if (_attempt.HasEnded && _attempt.IsGood() && _attempt.Result() is { IsCompletedSuccessfully: true } answer)
        {
            _handler.Release(_attempt, alone: true);
            SetResult(answer.Result);
        }
        else
        {
            FinishInContext(isDue);
        }
    }

    // Apart from the fast way, which would otherwise pay for the closure.
    private void FinishInContext(bool isDue)
    {
        if (_context is null)
        {
            _ = FinishAsync(isDue);
        }
        else
        {
            ExecutionContext.Run(_context, _ => _ = FinishAsync(isDue), null);
        }
    }

    private Task<HttpResponseMessage> GoOnAsync(bool isDue) => _handler.GoOnAsync(_routed, _message, _attempt, _hedgeAfter, isDue, _cancellation);

    private async Task FinishAsync(bool isDue)
    {
        var rest = GoOnAsync(isDue);
        await ((Task)rest).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        SetFromTask(rest);
    }
}
