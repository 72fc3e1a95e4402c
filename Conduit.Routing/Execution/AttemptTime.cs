namespace Conduit.Routing.Execution;

/// <summary>
/// Ends an attempt when its time is over, when its request is given up, or by hand. On the system's clock it can be used
/// again, its timer included, as long as it has ended nothing. Belongs to one attempt at a time.
/// </summary>
internal sealed class AttemptTime : IDisposable
{
    private readonly TimeProvider _time;
    private CancellationTokenSource? _source;
    private CancellationTokenRegistration _link;
    private CancellationToken _request;
    private bool _isCalledOff;

    public AttemptTime(TimeProvider time) => _time = time;

    /// <summary>What the attempt is to listen to.</summary>
    public CancellationToken Over => _source!.Token;

    /// <summary>True if nothing but the time limit has ended it.</summary>
    public bool HasRunOut => _source!.IsCancellationRequested && !_isCalledOff && !_request.IsCancellationRequested;

    /// <summary>Begins.</summary>
    /// <param name="limit">How long, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="request">Signalled when the request is given up.</param>
    public void Begin(TimeSpan limit, CancellationToken request)
    {
        if (_time == TimeProvider.System)
        {
            _source ??= new CancellationTokenSource();
            _source.CancelAfter(limit);
        }
        else
        {
            _source = new CancellationTokenSource(limit, _time);
        }

        _request = request;
        _link = request.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
    }

    /// <summary>Its request is on its way without it.</summary>
    public void Part() => _link.Dispose();

    /// <summary>Ends the attempt.</summary>
    public void CallOff()
    {
        _isCalledOff = true;
        _source!.Cancel();
    }

    /// <summary>Ends with the attempt; true if it is fit for another one.</summary>
    public bool TryReset()
    {
        _link.Dispose();
        _link = default;
        _request = default;
        if (_time == TimeProvider.System && _source!.TryReset())
        {
            return true;
        }

        _source!.Dispose();
        return false;
    }

    public void Dispose()
    {
        _link.Dispose();
        _source?.Dispose();
    }
}
