using System.Net;
using System.Net.Http.Headers;
using Conduit.Lab;
using Conduit.Simulator.Virtual.Events;

namespace Conduit.Simulator.Virtual.Upstreams;

/// <summary>
/// One attempt on its way to a modelled upstream and back. What awaits it goes on at once, on the event loop's thread.
/// </summary>
internal sealed class ModelledAttempt : TimedEvent
{
    private readonly TaskCompletionSource<HttpResponseMessage> _answer = new();
    private readonly ModelledUpstream _upstream;
    private CancellationToken _cancellation;
    private CancellationTokenRegistration _registration;
    private AttemptEnd _end;
    private int _status;
    private int _retryAfterSeconds;

    public ModelledAttempt(ModelledUpstream upstream, ModelledRequest request, TimeSpan sentAt)
    {
        _upstream = upstream;
        Path = request.Path;
        Number = request.Number;
        Ordinal = request.Sent++;
        SentAt = sentAt;
    }

    // Taken from the request, since an attempt may outlive it.

    public string Path { get; }

    public ulong Number { get; }

    /// <summary>Which of the request's attempts it is, over all tries of its client.</summary>
    public uint Ordinal { get; }

    public TimeSpan SentAt { get; }

    public AttemptStage Stage { get; set; }

    /// <summary>What the faults in force when it arrived do to it.</summary>
    public FaultEffects Effects { get; set; }

    public ModelledAttempt? Next { get; set; }

    public ModelledAttempt? Previous { get; set; }

    public Task<HttpResponseMessage> Answer => _answer.Task;

    /// <summary>Leaves the upstream alone when the proxy gives the attempt up.</summary>
    public void AbandonOn(CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _registration = cancellation.UnsafeRegister(static attempt => ((ModelledAttempt)attempt!).Abandon(), this);
    }

    /// <summary>Decides what is brought back.</summary>
    public void EndWith(AttemptEnd end, int status = 0, int retryAfterSeconds = 0)
    {
        Stage = AttemptStage.Inbound;
        _end = end;
        _status = status;
        _retryAfterSeconds = retryAfterSeconds;
    }

    public override void Fire()
    {
        switch (Stage)
        {
            case AttemptStage.Outbound:
                _upstream.Arrived(this);
                break;
            case AttemptStage.Serving:
                _upstream.Served(this);
                break;
            case AttemptStage.Inbound:
                Deliver();
                break;
        }
    }

    private void Deliver()
    {
        Stage = AttemptStage.Ended;
        _registration.Dispose();
        switch (_end)
        {
            case AttemptEnd.Refused:
                _answer.SetException(new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused."));
                break;
            case AttemptEnd.Reset:
                _answer.SetException(new HttpRequestException(HttpRequestError.ResponseEnded, "Connection reset."));
                break;
            default:
                _answer.SetResult(Message());
                break;
        }
    }

    private HttpResponseMessage Message()
    {
        var message = new HttpResponseMessage((HttpStatusCode)_status);
        if (_end == AttemptEnd.Truncated)
        {
            message.Content = new TruncatedBody();
        }

        if (_retryAfterSeconds > 0)
        {
            message.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(_retryAfterSeconds));
        }

        return message;
    }

    private void Abandon()
    {
        if (Stage != AttemptStage.Ended)
        {
            _upstream.Abandoned(this);
            Stage = AttemptStage.Ended;
            _answer.SetCanceled(_cancellation);
        }
    }
}
