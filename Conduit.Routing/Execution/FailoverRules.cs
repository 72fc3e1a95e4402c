namespace Conduit.Routing.Execution;

/// <summary>Which failures may be tried again on another upstream without doing the client's work twice.</summary>
internal static class FailoverRules
{
    public static bool Allow(RoutedRequest request, AttemptOutcome outcome) => outcome switch
    {
        // Nothing was read of the request, whatever its method and body.
        AttemptOutcome.ConnectFailure => true,
        AttemptOutcome.ServerError or AttemptOutcome.RateLimited or AttemptOutcome.Timeout or AttemptOutcome.Reset => request.IsIdempotent,
        _ => false,
    };
}
