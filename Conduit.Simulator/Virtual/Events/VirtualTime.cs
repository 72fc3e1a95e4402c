namespace Conduit.Simulator.Virtual.Events;

/// <summary>
/// A clock that stands still until the next event: what waits on it takes no time at all. It belongs to the thread that
/// made it; were anything of the model to run on another one, the outcome would depend on the machine.
/// </summary>
internal sealed class VirtualTime : TimeProvider
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly EventQueue _events;
    private long _now;
    private Exception? _failure;

    /// <param name="usualDelays">Delays that most events have.</param>
    public VirtualTime(params IEnumerable<TimeSpan> usualDelays)
        => _events = new EventQueue(usualDelays.Select(delay => delay.Ticks));

    /// <summary>Since the start of time.</summary>
    public TimeSpan Now => new(_now);

    /// <summary>Events that are scheduled, cancelled ones that were not swept out yet included.</summary>
    public int Scheduled => _events.Count;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long GetTimestamp()
    {
        Guard();
        return _now;
    }

    public override DateTimeOffset GetUtcNow()
    {
        Guard();
        return DateTimeOffset.UnixEpoch.AddTicks(_now);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Schedules an event.</summary>
    /// <param name="what">Not scheduled now.</param>
    /// <param name="delay">From now; a negative one counts as none.</param>
    public void Schedule(TimedEvent what, TimeSpan delay)
    {
        Guard();
        _events.Add(what, _now, Math.Max(0, delay.Ticks));
    }

    /// <summary>Takes an event back.</summary>
    public void Cancel(TimedEvent what)
    {
        Guard();
        EventQueue.Cancel(what);
    }

    /// <summary>Lets all happen that is due before a moment; then it is that moment.</summary>
    public void AdvanceTo(TimeSpan moment)
    {
        Run(moment.Ticks);
        _now = moment.Ticks;
    }

    /// <summary>Lets happen what is scheduled until nothing is, or <paramref name="stop"/> is signalled.</summary>
    public void RunToEnd(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && _events.TryTake(long.MaxValue, out var next))
        {
            Fire(in next);
        }
    }

    /// <summary>Ends the run with an error: the present call of the event loop throws it.</summary>
    public void Fail(Exception failure) => Interlocked.CompareExchange(ref _failure, failure, null);

    /// <summary>Refuses any other thread than the one that made this clock.</summary>
    /// <exception cref="InvalidOperationException">The calling thread is another one.</exception>
    public void Guard()
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw Trespass();
        }
    }

    /// <summary>Throws what <see cref="Fail"/> was told.</summary>
    /// <exception cref="InvalidOperationException">The run is broken.</exception>
    public void ThrowIfFailed()
    {
        if (Volatile.Read(ref _failure) is { } failure)
        {
            throw new InvalidOperationException($"The virtual run broke at {Now}: {failure.Message}", failure);
        }
    }

    private InvalidOperationException Trespass()
    {
        var trespass = new InvalidOperationException(
            "The virtual run was entered from another thread than its own, so its result would depend on the machine. "
            + "Something awaited in it completes elsewhere: use its TimeProvider for every wait, and neither Task.Run, CancelAsync nor RunContinuationsAsynchronously.");
        // Code that treats errors as failed requests must not swallow this one.
        Fail(trespass);
        return trespass;
    }

    private void Run(long limit)
    {
        while (_events.TryTake(limit, out var next))
        {
            Fire(in next);
        }
    }

    private void Fire(in EventEntry next)
    {
        _now = next.Due;
        next.Event.Fire();
        ThrowIfFailed();
    }
}
