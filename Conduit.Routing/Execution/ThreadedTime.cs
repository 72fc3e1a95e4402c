namespace Conduit.Routing.Execution;

/// <summary>
/// The system's clock, each of whose timers has a thread of its own, as Netty's HashedWheelTimer has. For one that rings
/// many times a second: a timer of the runtime wakes the thread that keeps its time, a worker of the pool, which calls,
/// and that thread again, to be told of the next time. Thread-safe.
/// </summary>
internal sealed class ThreadedTime : TimeProvider
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">It is to ring more than once.</exception>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ThreadedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}
