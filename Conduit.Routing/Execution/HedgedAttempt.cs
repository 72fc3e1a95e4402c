namespace Conduit.Routing.Execution;

/// <summary>One of several attempts that may be under way at once; it can be called off, or left to itself, alone.</summary>
internal sealed class HedgedAttempt : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _link;

    public HedgedAttempt(int index, CancellationToken request)
    {
        Index = index;
        _link = request.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    /// <summary>Its number in the request.</summary>
    public int Index { get; }

    public CancellationToken Cancellation => _source.Token;

    /// <summary>Set once, at its launch.</summary>
    public Task<HttpResponseMessage> Sending { get; set; } = null!;

    /// <summary>True if its result is one to give to the client rather than wait for another's.</summary>
    public bool IsGood(RoutedRequest routed) => !FailoverRules.Allow(routed, Index);

    /// <summary>Its result, once it has ended or no other is left to wait for.</summary>
    public async Task<HttpResponseMessage> ResultAsync()
    {
        try
        {
            return await Sending.ConfigureAwait(false);
        }
        finally
        {
            // The body that follows is the caller's to cancel.
            Dispose();
        }
    }

    /// <summary>Another has won: cancels this one, unless what it learns is worth having.</summary>
    public void GiveUp(RoutedRequest routed)
    {
        _link.Dispose();
        if (!routed.Router.Feedback.Supersede(routed, Index))
        {
            _source.Cancel();
        }

        _ = FinishAsync(routed);
    }

    /// <summary>It failed and others are still under way.</summary>
    public void Discard()
    {
        if (Sending.IsCompletedSuccessfully)
        {
            Sending.Result.Dispose();
        }

        _ = Sending.Exception;
        Dispose();
    }

    public void Dispose()
    {
        _link.Dispose();
        _source.Dispose();
    }

    private async Task FinishAsync(RoutedRequest routed)
    {
        try
        {
            using var response = await Sending.ConfigureAwait(false);
            var isWhole = await UnreadBody.IsWholeAsync(response.Content, routed.AttemptTimeout, routed.Router.Time).ConfigureAwait(false);
            routed.Router.Feedback.Complete(routed, Index, isWhole ? AttemptOutcomes.FromStatus((int)response.StatusCode) : AttemptOutcome.Truncated);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or Polly.ExecutionRejectedException or IOException)
        {
            // Its own pipeline has told the router.
        }
        finally
        {
            Dispose();
        }
    }
}
