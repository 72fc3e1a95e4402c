using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Conduit.Routing.Telemetry;
using Microsoft.Extensions.Http.Resilience;

namespace Conduit.Routing.Execution;

/// <summary>
/// Carries a request's decisions out: sends each attempt through its upstream's pipeline, beside one that waits too long
/// another, and after a failure asks the router for the next. A message that belongs to no <see cref="RoutedRequest"/> passes through untouched.
/// </summary>
public sealed class ConduitHandler : DelegatingHandler
{
    internal TimeProvider Time { get; }

    /// <summary>Puts routing in front of a transport.</summary>
    /// <param name="transport">What sends to one address, usually a <see cref="SocketsHttpHandler"/>.</param>
    /// <param name="time">The clock of timeouts and delays.</param>
    public ConduitHandler(HttpMessageHandler transport, TimeProvider time)
        : base(new ResilienceHandler(new AttemptPipelines(time).For) { InnerHandler = transport })
        => Time = time;

    /// <summary>For a chain that others put together: the next handler must run <see cref="AttemptPipelines"/>, then send.</summary>
    internal ConduitHandler(TimeProvider time) => Time = time;

    /// <inheritdoc/>
    /// <exception cref="HttpRequestException">No upstream answered, or there is none.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.GetRoutedRequest() is not { } routed)
        {
            if (RoutingSpans.AreMade)
            {
                TraceContext.PassOn(Activity.Current, request);
            }

            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        if (routed.AttemptCount == 0 && !routed.Router.TryBegin(routed))
        {
            throw new HttpRequestException("No upstream can be routed to: the pool is empty or all of it is isolated.");
        }

        if (routed.Body == BodyKind.Buffered)
        {
            BufferedBody.Attach(request, routed.BufferedBody);
        }

        while (true)
        {
            HttpResponseMessage? response = null;
            ExceptionDispatchInfo? failure = null;
            try
            {
                var hedgeAfter = routed.Router.HedgeDelay(routed);
                response = hedgeAfter == Timeout.InfiniteTimeSpan
                    ? await SendAttemptAsync(routed, request, cancellationToken).ConfigureAwait(false)
                    : await new HedgedSend(this, routed, cancellationToken).RunAsync(request, hedgeAfter).ConfigureAwait(false);
            }
            catch (Exception exception) when (!routed.ClientAborted.IsCancellationRequested)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }

            if (!await TryNextAsync(routed, cancellationToken).ConfigureAwait(false))
            {
                failure?.Throw();
                return response!;
            }

            response?.Dispose();
        }
    }

    /// <summary>Sends a message as the request's latest attempt.</summary>
    internal Task<HttpResponseMessage> SendAttemptAsync(RoutedRequest routed, HttpRequestMessage message, CancellationToken cancellation)
    {
        message.Passage().Attempt = routed.Latest;
        UpstreamAddress.Apply(message, routed, routed[routed.Latest].Upstream.Definition);
        return RoutingSpans.AreMade ? SendInSpanAsync(routed, message, cancellation) : base.SendAsync(message, cancellation);
    }

    /// <summary>The span is current for what is sent, and for nobody else: attempts of a request stand side by side.</summary>
    private Task<HttpResponseMessage> SendInSpanAsync(RoutedRequest routed, HttpRequestMessage message, CancellationToken cancellation)
    {
        var around = Activity.Current;
        try
        {
            TraceContext.BeginAttempt(routed, message);
            return base.SendAsync(message, cancellation);
        }
        finally
        {
            Activity.Current = around;
        }
    }

    private async ValueTask<bool> TryNextAsync(RoutedRequest routed, CancellationToken cancellationToken)
    {
        if (!FailoverRules.Allow(routed, routed.Final))
        {
            return false;
        }

        var delay = routed.Router.FailoverDelay(routed);
        if (routed.Body != BodyKind.Streamed && routed.Remaining <= delay)
        {
            return false;
        }

        if (delay > TimeSpan.Zero)
        {
            await InlineDelay.WaitAsync(delay, Time, cancellationToken).ConfigureAwait(false);
        }

        return routed.Router.TryBeginFailover(routed);
    }
}
