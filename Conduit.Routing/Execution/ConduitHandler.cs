using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Conduit.Routing.Telemetry;

namespace Conduit.Routing.Execution;

/// <summary>
/// Carries a request's decisions out: sends each attempt within its time, beside one that waits too long another, and
/// after a failure asks the router for the next. A message that belongs to no <see cref="RoutedRequest"/> passes through untouched.
/// </summary>
public sealed class ConduitHandler : DelegatingHandler
{
    private readonly RunningAttempts _attempts;

    /// <summary>Puts routing in front of a transport.</summary>
    /// <param name="transport">What sends to one address, usually a <see cref="SocketsHttpHandler"/>.</param>
    /// <param name="time">The clock of timeouts and delays.</param>
    public ConduitHandler(HttpMessageHandler transport, TimeProvider time)
        : this(time) => InnerHandler = transport;

    /// <summary>For a chain that others put together.</summary>
    internal ConduitHandler(TimeProvider time)
    {
        Time = time;
        // Others' clocks may stand for a moment in which all timers ring in their order.
        Timers = time == TimeProvider.System ? SweptTime.OfSystem : time;
        _attempts = new RunningAttempts(Timers);
    }

    internal TimeProvider Time { get; }

    /// <summary>For what is set with every attempt.</summary>
    internal TimeProvider Timers { get; }

    /// <summary>
    /// Sends a message as a request's, for hosts that know both: a message tied by <see cref="AttemptMessage.SetRoutedRequest"/>
    /// pays for its options. If tied at all, it has to be to this request.
    /// </summary>
    /// <param name="routed">The request.</param>
    /// <param name="message">What to send; points at the upstream that was decided for.</param>
    /// <param name="cancellationToken">The request is given up.</param>
    /// <exception cref="HttpRequestException">No upstream answered, or there is none.</exception>
    /// <exception cref="OperationCanceledException">No upstream answered in time, then with an inner <see cref="TimeoutException"/>; or the request was given up.</exception>
    public Task<HttpResponseMessage> SendAsync(RoutedRequest routed, HttpRequestMessage message, CancellationToken cancellationToken)
        => RouteAsync(routed, message, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="HttpRequestException">No upstream answered, or there is none.</exception>
    /// <exception cref="OperationCanceledException">No upstream answered in time, then with an inner <see cref="TimeoutException"/>; or the request was given up.</exception>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.GetRoutedRequest() is { } routed)
        {
            return RouteAsync(routed, request, cancellationToken);
        }

        if (RoutingSpans.AreMade)
        {
            TraceContext.PassOn(Activity.Current, request);
        }

        return base.SendAsync(request, cancellationToken);
    }

    /// <summary>Sends the request's latest attempt, in a span of its own while somebody listens.</summary>
    internal Task<HttpResponseMessage> SendToUpstreamAsync(RoutedRequest routed, HttpRequestMessage message, CancellationToken cancellation)
        => RoutingSpans.AreMade ? SendInSpanAsync(routed, message, cancellation) : base.SendAsync(message, cancellation);

    private Task<HttpResponseMessage> RouteAsync(RoutedRequest routed, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (routed.AttemptCount == 0 && !routed.Router.TryBegin(routed))
        {
            return Task.FromException<HttpResponseMessage>(new HttpRequestException("No upstream can be routed to: the pool is empty or all of it is isolated."));
        }

        if (routed.Body == BodyKind.Buffered)
        {
            BufferedBody.Attach(request, routed.BufferedBody);
        }

        var (attempt, hedgeAfter) = Begin(routed, request, cancellationToken);
        return attempt.HasEnded || hedgeAfter == TimeSpan.Zero
            ? GoOnAsync(routed, request, attempt, hedgeAfter, isDue: true, cancellationToken)
            : new PlainSend(this, routed, request, attempt, hedgeAfter, cancellationToken).RunAsync();
    }

    /// <summary>Sends the attempt that the router has just begun; it is waited for alone for so long.</summary>
    private (RunningAttempt Attempt, TimeSpan HedgeAfter) Begin(RoutedRequest routed, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var attempt = _attempts.Get();
        try
        {
            var hedgeAfter = routed.Router.HedgeDelay(routed);
            attempt.Begin(this, routed, request, attempt.Wait, cancellationToken);
            return (attempt, hedgeAfter);
        }
        catch
        {
            attempt.Dispose();
            throw;
        }
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

    /// <summary>Lets an attempt go: one that ran alone and ended is known to nobody else any more; those that raced may still hear of each other.</summary>
    internal void Release(RunningAttempt attempt, bool alone)
    {
        if (alone && attempt.HasEnded)
        {
            _attempts.Return(attempt);
        }
        else
        {
            attempt.Dispose();
        }
    }

    /// <summary>Goes on to a request's end from an attempt that is under way or has ended.</summary>
    /// <param name="routed">The request.</param>
    /// <param name="request">What its latest attempt has sent.</param>
    /// <param name="attempt">That attempt.</param>
    /// <param name="hedgeAfter">How long it may take before another is sent beside it.</param>
    /// <param name="isDue">True if that time seems to be over.</param>
    /// <param name="cancellationToken">The request is given up.</param>
    internal async Task<HttpResponseMessage> GoOnAsync(
        RoutedRequest routed, HttpRequestMessage request, RunningAttempt attempt, TimeSpan hedgeAfter, bool isDue, CancellationToken cancellationToken)
    {
        while (true)
        {
            HttpResponseMessage? response = null;
            ExceptionDispatchInfo? failure = null;
            var alone = true;
            try
            {
                while (!attempt.HasEnded)
                {
                    if (isDue && hedgeAfter != Timeout.InfiniteTimeSpan && HasWaited(routed, hedgeAfter))
                    {
                        if (routed.Router.TryBeginHedge(routed))
                        {
                            alone = false;
                            attempt = await new HedgedSend(this, routed, request, attempt, cancellationToken).RaceAsync().ConfigureAwait(false);
                            break;
                        }

                        hedgeAfter = Timeout.InfiniteTimeSpan;
                    }

                    isDue = hedgeAfter == TimeSpan.Zero || !await attempt.Wait.WaitAsync(hedgeAfter).ConfigureAwait(false);
                }

                response = await attempt.Result().ConfigureAwait(false);
            }
            catch (Exception exception) when (!routed.ClientAborted.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
            finally
            {
                Release(attempt, alone);
            }

            if (!FailoverRules.Allow(routed, routed.Final) || !await TryNextAsync(routed, response, cancellationToken).ConfigureAwait(false))
            {
                failure?.Throw();
                return response!;
            }

            (attempt, hedgeAfter) = Begin(routed, request, cancellationToken);
            isDue = hedgeAfter == TimeSpan.Zero;
        }
    }

    /// <summary>False if it was woken by a timer set for whoever used the attempt before; give or take what the clock rounds off.</summary>
    private static bool HasWaited(RoutedRequest routed, TimeSpan span)
        => routed.Router.Now - routed[routed.Latest].StartedAt + 1 >= MonotonicClock.Microseconds(span);

    /// <summary>Begins another attempt in the place of a failed one, whose answer is then let go, if there may be one.</summary>
    private async ValueTask<bool> TryNextAsync(RoutedRequest routed, HttpResponseMessage? failed, CancellationToken cancellationToken)
    {
        var delay = routed.Router.FailoverDelay(routed);
        if (routed.Body != BodyKind.Streamed && routed.Remaining <= delay)
        {
            return false;
        }

        try
        {
            if (delay > TimeSpan.Zero)
            {
                await InlineDelay.WaitAsync(delay, Time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            failed?.Dispose();
            throw;
        }

        if (!routed.Router.TryBeginFailover(routed))
        {
            return false;
        }

        failed?.Dispose();
        return true;
    }
}
