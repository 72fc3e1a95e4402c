namespace Conduit.Routing.Execution;

/// <summary>
/// Ends an attempt when its time is over, when its request is given up, or by hand. With timers of <see cref="SweptTime"/>
/// it can be used again as long as it has ended nothing. Belongs to one attempt at a time.
/// </summary>
internal sealed class AttemptTime : IDisposable
{
    private readonly TimeProvider _time;
    private readonly SweptTimer? _timer;
    private CancellationTokenSource? _source;
    private CancellationTokenRegistration _link;
    private CancellationToken _request;
    private bool _isLimited;
    private bool _isCalledOff;

    /// <param name="time">Whose timers it uses.</param>
    public AttemptTime(TimeProvider time)
    {
        _time = time;
        if (time is SweptTime swept)
        {
            _source = new CancellationTokenSource();
            _timer = new SweptTimer(swept, static source => ((CancellationTokenSource)source!).Cancel(), _source);
        }
    }

    /// <summary>What the attempt is to listen to.</summary>
    public CancellationToken Over => _source!.Token;

    /// <summary>True if nothing but the time limit has ended it.</summary>
    public bool HasRunOut => _source!.IsCancellationRequested && !_isCalledOff && !_request.IsCancellationRequested;

    /// <summary>Begins.</summary>
    /// <param name="limit">How long, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="request">Signalled when the request is given up.</param>
    public void Begin(TimeSpan limit, CancellationToken request)
    {
        if (_timer is null)
        {
            _source = new CancellationTokenSource(limit, _time);
        }
        else if (limit != Timeout.InfiniteTimeSpan)
        {
            _isLimited = true;
            _timer.Start(limit);
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
        // What has begun to ring may yet cancel.
        var isStopped = _timer is not null && (!_isLimited || _timer.TryStop());
        _isLimited = false;
        if (isStopped && _source!.TryReset())
        {
            return true;
        }

        Dispose();
        return false;
    }

    /// <summary>Ends with the attempt, for good.</summary>
    public void Dispose()
    {
        _link.Dispose();
        if (_timer is null)
        {
            _source?.Dispose();
        }
        else
        {
            // Its source holds nothing to let go of, and what has begun to ring may yet cancel it.
            _timer.Dispose();
        }
    }
}
