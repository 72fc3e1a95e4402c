using System.Net;
using System.Runtime.CompilerServices;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Conduit.Routing.Execution;

/// <summary>
/// The breaker's part in an upstream's pipeline: holds back an attempt whose upstream was ejected after the decision,
/// and hands every result to the router's feedback. Polly's own breaker leaves its open state only inside a call, which
/// would starve an upstream that the router rightly avoids; so the gate is the router's and this is its hand.
/// </summary>
internal sealed class AttemptStrategy : ResilienceStrategy<HttpResponseMessage>
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<Outcome<HttpResponseMessage>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<HttpResponseMessage>>> callback, ResilienceContext context, TState state)
    {
        if (!context.TryGetAttempt(out var request, out var index))
        {
            return await callback(context, state).ConfigureAwait(false);
        }

        var feedback = request.Router.Feedback;
        if (IsLate(request, in request[index]))
        {
            feedback.Complete(request, index, AttemptOutcome.ConnectFailure);
            return Outcome.FromException<HttpResponseMessage>(new BrokenCircuitException());
        }

        var outcome = await callback(context, state).ConfigureAwait(false);
        if (outcome.Result is { } response)
        {
            feedback.HeadersArrived(request, index, (int)response.StatusCode, RetryAfter(response, request));
        }
        else
        {
            var failure = Classify(outcome.Exception!, request, in request[index]);
            // Of a body that passes through, only its owner knows which side broke; it completes the attempt.
            if (failure != AttemptOutcome.Reset || request.Body != BodyKind.Streamed)
            {
                feedback.Complete(request, index, failure);
            }
        }

        return outcome;
    }

    private static bool IsLate(RoutedRequest request, in Attempt attempt)
        => attempt.Reason is not (DecisionReason.Probe or DecisionReason.Panic)
            && (attempt.Upstream.Breaker.IsStale(attempt.StartedAt) || attempt.Upstream.HealthOf(request.Scope)?.Breaker.IsStale(attempt.StartedAt) == true);

    private static TimeSpan RetryAfter(HttpResponseMessage response, RoutedRequest request)
        => response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is { } value
            ? value.Delta ?? (value.Date - request.Router.Time.GetUtcNow()) ?? TimeSpan.Zero
            : TimeSpan.Zero;

    private static AttemptOutcome Classify(Exception exception, RoutedRequest request, in Attempt attempt) => exception switch
    {
        // One that runs on has no client any more, who may well have hung up with the answer in hand.
        _ when request.ClientAborted.IsCancellationRequested && !attempt.RunsOn => AttemptOutcome.ClientAbort,
        TimeoutRejectedException or OperationCanceledException => AttemptOutcome.Timeout,
        HttpRequestException { HttpRequestError: var error } when IsConnect(error) => AttemptOutcome.ConnectFailure,
        _ => AttemptOutcome.Reset,
    };

    private static bool IsConnect(HttpRequestError error) => error
        is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
        or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
}
