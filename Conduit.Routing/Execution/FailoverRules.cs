namespace Conduit.Routing.Execution;

/// <summary>Which failures may be tried again on another upstream without doing the client's work twice.</summary>
internal static class FailoverRules
{
    private const int Unavailable = 503;

    public static bool Allow(RoutedRequest request, int index) => request[index].Outcome switch
    {
        // Nothing was read of the request, whatever its method and body.
        AttemptOutcome.ConnectFailure => true,
        AttemptOutcome.RateLimited when request.MayRetryUnsafe && request.IsReplayable => true,
        AttemptOutcome.ServerError when request.MayRetryUnsafe && request.IsReplayable && request[index].Status == Unavailable => true,
        AttemptOutcome.ServerError or AttemptOutcome.RateLimited or AttemptOutcome.Timeout or AttemptOutcome.Reset => request.IsIdempotent,
        _ => false,
    };
}
