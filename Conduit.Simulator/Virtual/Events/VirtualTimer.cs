namespace Conduit.Simulator.Virtual.Events;

/// <summary>A timer on <see cref="VirtualTime"/>: its callback runs on the event loop's thread. Belongs to one event loop.</summary>
internal sealed class VirtualTimer : TimedEvent, ITimer
{
    private readonly VirtualTime _time;
    private TimerCallback? _callback;
    private object? _state;
    private TimeSpan _period;

    public VirtualTimer(VirtualTime time, TimerCallback callback, object? state)
    {
        _time = time;
        _callback = callback;
        _state = state;
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _time.Cancel(this);
        if (_callback is null)
        {
            return false;
        }

        _period = period;
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            _time.Schedule(this, dueTime);
        }

        return true;
    }

    public override void Fire()
    {
        if (_period > TimeSpan.Zero)
        {
            _time.Schedule(this, _period);
        }

        _callback?.Invoke(_state);
    }

    public void Dispose()
    {
        _time.Cancel(this);
        // A dead entry may stay in the queue for a while; it must not keep anything alive.
        _callback = null;
        _state = null;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
