namespace Conduit.Routing.Execution;

/// <summary>A timer of <see cref="SweptTime"/>, which needs no disposal. Set and stopped by one thread at a time, rung by another.</summary>
internal sealed class SweptTimer : ITimer, IThreadPoolWorkItem
{
    /// <summary>When one that is not set is due.</summary>
    public const long Never = long.MaxValue;

    private readonly SweptTime _time;
    private readonly TimerCallback _callback;
    private readonly object? _state;
    private long _due = Never;
    private bool _hasJoined;

    public SweptTimer(SweptTime time, TimerCallback callback, object? state)
    {
        _time = time;
        _callback = callback;
        _state = state;
    }

    /// <summary>Its neighbour among those its clock looks at.</summary>
    public SweptTimer? Next { get; set; }

    /// <summary>Sets it for so long from now.</summary>
    public void Start(TimeSpan span)
    {
        var due = _time.In(span);
        // A full fence, as the sweep has them: either that sees this moment, or this thread sees that it has to ask.
        Interlocked.Exchange(ref _due, due);
        JoinIfApart();
        _time.Expect(due);
    }

    /// <summary>Stops it; false if it was not set or has begun to ring.</summary>
    public bool TryStop() => Interlocked.Exchange(ref _due, Never) != Never;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">It is to ring more than once.</exception>
    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(period, Timeout.InfiniteTimeSpan);
        if (dueTime == Timeout.InfiniteTimeSpan)
        {
            Volatile.Write(ref _due, Never);
        }
        else
        {
            Start(dueTime);
        }

        return true;
    }

    /// <summary>Rings if its moment has come; when it is due otherwise. Its clock's.</summary>
    public long RingIfDue(long now)
    {
        var due = Volatile.Read(ref _due);
        if (due > now)
        {
            return due;
        }

        if (Interlocked.CompareExchange(ref _due, Never, due) == due)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        return Never;
    }

    /// <summary>Its clock looks at it no longer, unless it has just been set. Its clock's.</summary>
    public void Leave()
    {
        Interlocked.Exchange(ref _hasJoined, false);
        if (Volatile.Read(ref _due) != Never)
        {
            JoinIfApart();
        }
    }

    void IThreadPoolWorkItem.Execute() => _callback(_state);

    public void Dispose() => Volatile.Write(ref _due, Never);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    private void JoinIfApart()
    {
        if (!Volatile.Read(ref _hasJoined) && !Interlocked.Exchange(ref _hasJoined, true))
        {
            _time.Join(this);
        }
    }
}
