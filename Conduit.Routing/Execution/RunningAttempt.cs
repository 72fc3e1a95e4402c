using System.Net;

namespace Conduit.Routing.Execution;

/// <summary>
/// One attempt under way. Holds back one whose upstream was ejected after the decision, ends it when its time is over,
/// and tells the router's feedback how it ended. Of several under way at once each can be called off, or left to
/// itself, alone. Belongs to its request's flow of control; fit to be used again for another.
/// </summary>
internal sealed class RunningAttempt : IDisposable
{
    private const int UnderWay = 0;
    private const int Ended = 1;
    private const int LeftToItself = 2;

    private static readonly TimeSpan LeastTime = TimeSpan.FromMilliseconds(1);

    private readonly AttemptTime _time;
    private readonly Action _end;
    private ConduitHandler _handler = null!;
    private RoutedRequest _routed = null!;
    private Task<HttpResponseMessage> _sending = null!;
    private AttemptWait _waits = null!;
    private int _stage;

    /// <param name="timers">Whose timers it uses.</param>
    public RunningAttempt(TimeProvider timers)
    {
        _time = new AttemptTime(timers);
        _end = End;
        Wait = new AttemptWait(timers);
    }

    /// <summary>Its number in the request.</summary>
    public int Index { get; private set; }

    /// <summary>Where its request waits for it, and for those beside it if it is the first.</summary>
    public AttemptWait Wait { get; }

    /// <summary>True once there is a result and the router knows it.</summary>
    public bool HasEnded => Volatile.Read(ref _stage) == Ended;

    /// <summary>Sends a message as the request's latest attempt.</summary>
    /// <param name="handler">What it is sent by.</param>
    /// <param name="routed">The request.</param>
    /// <param name="message">What to send.</param>
    /// <param name="waits">Told when it has ended.</param>
    /// <param name="cancellation">The request is given up.</param>
    public void Begin(ConduitHandler handler, RoutedRequest routed, HttpRequestMessage message, AttemptWait waits, CancellationToken cancellation)
    {
        _handler = handler;
        _routed = routed;
        _waits = waits;
        Index = routed.Latest;
        _time.Begin(Limit(routed), cancellation);
        _sending = Send(message);
        var ended = _sending.ConfigureAwait(false).GetAwaiter();
        if (ended.IsCompleted)
        {
            End();
        }
        else
        {
            ended.UnsafeOnCompleted(_end);
        }
    }

    /// <summary>The answer of one that has ended.</summary>
    /// <exception cref="HttpRequestException">No connection, or it broke.</exception>
    /// <exception cref="OperationCanceledException">Out of time, then with an inner <see cref="TimeoutException"/>; or the request was given up.</exception>
    public Task<HttpResponseMessage> Result()
        => _sending.IsCanceled && _time.HasRunOut ? Task.FromException<HttpResponseMessage>(OutOfTime()) : _sending;

    /// <summary>True if its result is one to give to the client rather than wait for another's.</summary>
    public bool IsGood() => !FailoverRules.Allow(_routed, Index);

    /// <summary>Another has won: calls this one off, unless what it learns is worth having.</summary>
    public void GiveUp()
    {
        _time.Part();
        if (!_routed.Router.Feedback.Supersede(_routed, Index))
        {
            _time.CallOff();
        }

        if (Interlocked.CompareExchange(ref _stage, LeftToItself, UnderWay) == Ended)
        {
            _ = FinishAsync();
        }
    }

    /// <summary>It failed and others are still under way.</summary>
    public void Discard()
    {
        if (_sending.IsCompletedSuccessfully)
        {
            _sending.Result.Dispose();
        }

        _ = _sending.Exception;
        Dispose();
    }

    /// <summary>Lets go of its request after its result was taken; true if it is fit for another attempt.</summary>
    public bool TryReset()
    {
        _handler = null!;
        _routed = null!;
        _sending = null!;
        _waits = null!;
        _stage = UnderWay;
        Wait.Clear();
        return _time.TryReset();
    }

    public void Dispose() => _time.Dispose();

    private static TimeSpan Limit(RoutedRequest routed)
    {
        if (routed.Body == BodyKind.Streamed)
        {
            return Timeout.InfiniteTimeSpan;
        }

        // A deadline that has just passed still has to end the attempt.
        var left = routed.Deadline - MonotonicClock.Span(routed[routed.Latest].StartedAt - routed.StartedAt);
        var limit = left < routed.AttemptTimeout ? left : routed.AttemptTimeout;
        return limit > LeastTime ? limit : LeastTime;
    }

    private Task<HttpResponseMessage> Send(HttpRequestMessage message)
    {
        ref readonly var attempt = ref _routed[Index];
        UpstreamAddress.Apply(message, _routed, Index);
        if (IsLate(in attempt))
        {
            _routed.Router.Feedback.Complete(_routed, Index, AttemptOutcome.ConnectFailure);
            return Task.FromException<HttpResponseMessage>(new HttpRequestException(
                HttpRequestError.ConnectionError, $"{attempt.Upstream.Id} has just been found to be failing."));
        }

        try
        {
            return _handler.SendToUpstreamAsync(_routed, message, _time.Over);
        }
        catch (Exception refused)
        {
            return Task.FromException<HttpResponseMessage>(refused);
        }
    }

    private bool IsLate(in Attempt attempt)
        => attempt.Reason is not (DecisionReason.Probe or DecisionReason.Panic)
            && (attempt.Upstream.Breaker.IsStale(attempt.StartedAt) || attempt.Upstream.HealthOf(_routed.Scope)?.Breaker.IsStale(attempt.StartedAt) == true);

    private void End()
    {
        try
        {
            Learn();
        }
        catch (Exception failure)
        {
            // An observer's fault must reach its own request, and no other.
            if (_sending.IsCompletedSuccessfully)
            {
                _sending.Result.Dispose();
            }

            _sending = Task.FromException<HttpResponseMessage>(failure);
        }

        // Once it has ended this may be another request's, be it that this one sees so without waiting or goes on inside the
        // call: nothing of it is touched after that, and one told too much looks again.
        var waits = _waits;
        if (Interlocked.Exchange(ref _stage, Ended) == LeftToItself)
        {
            _ = FinishAsync();
        }
        else
        {
            waits.Tell();
        }
    }

    private void Learn()
    {
        if (_sending.IsCompletedSuccessfully)
        {
            var response = _sending.Result;
            _routed.Router.Feedback.HeadersArrived(_routed, Index, (int)response.StatusCode, RetryAfter(response));
        }
        else
        {
            var failure = Classify();
            // Of a body that passes through, only its owner knows which side broke; it completes the attempt.
            if (failure != AttemptOutcome.Reset || _routed.Body != BodyKind.Streamed)
            {
                _routed.Router.Feedback.Complete(_routed, Index, failure);
            }
        }
    }

    private TimeSpan RetryAfter(HttpResponseMessage response)
        => response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is { } value
            ? value.Delta ?? (value.Date - _routed.Router.Time.GetUtcNow()) ?? TimeSpan.Zero
            : TimeSpan.Zero;

    private AttemptOutcome Classify() => _sending.Exception?.InnerException switch
    {
        // One that runs on has no client any more, who may well have hung up with the answer in hand.
        _ when _routed.ClientAborted.IsCancellationRequested && !_routed[Index].RunsOn => AttemptOutcome.ClientAbort,
        // Cancelled: a task keeps no exception then.
        null or OperationCanceledException => AttemptOutcome.Timeout,
        HttpRequestException { HttpRequestError: var error } when IsConnect(error) => AttemptOutcome.ConnectFailure,
        _ => AttemptOutcome.Reset,
    };

    private static bool IsConnect(HttpRequestError error) => error
        is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
        or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    private TaskCanceledException OutOfTime()
    {
        var message = $"No upstream answered in time: {_routed.AttemptCount} tried, the last was given {Limit(_routed).TotalSeconds} s.";
        return new TaskCanceledException(message, new TimeoutException(message));
    }

    // Not by another continuation of the sending: a task runs only one of them at once.
    private async Task FinishAsync()
    {
        try
        {
            using var response = await _sending.ConfigureAwait(false);
            var isWhole = await UnreadBody.IsWholeAsync(response.Content, _routed.AttemptTimeout, _routed.Router.Time).ConfigureAwait(false);
            _routed.Router.Feedback.Complete(_routed, Index, isWhole ? AttemptOutcomes.FromStatus((int)response.StatusCode) : AttemptOutcome.Truncated);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException)
        {
            // The router has been told where it ended.
        }
        finally
        {
            Dispose();
        }
    }
}
