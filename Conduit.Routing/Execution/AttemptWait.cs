using System.Threading.Tasks.Sources;

namespace Conduit.Routing.Execution;

/// <summary>
/// Where a request waits until one of its attempts has ended or a moment has come. One waits, any number tell it, from
/// any thread; what waited goes on inside the call that told it. Fit to be used again and again, with one timer.
/// </summary>
internal sealed class AttemptWait : IValueTaskSource<bool>
{
    private const int Idle = 0;
    private const int Waiting = 1;
    private const int Told = 2;

    // Timers count in whole milliseconds of a clock of their own, and may be that much early.
    private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(2);

    private readonly TimeProvider _time;
    private ManualResetValueTaskSourceCore<bool> _wait;
    private ITimer? _timer;
    private long _armedAt;
    private long _longest = Timeout.InfiniteTimeSpan.Ticks;
    private int _state;

    public AttemptWait(TimeProvider time) => _time = time;

    /// <summary>Waits; true if it was told, be it only that something ended before, false if the time was over first.</summary>
    /// <param name="longest">How long, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    public ValueTask<bool> WaitAsync(TimeSpan longest)
    {
        _wait.Reset();
        if (Interlocked.CompareExchange(ref _state, Waiting, Idle) == Told)
        {
            Volatile.Write(ref _state, Idle);
            return new(true);
        }

        if (longest != Timeout.InfiniteTimeSpan)
        {
            Arm(longest);
        }

        return new(this, _wait.Version);
    }

    /// <summary>An attempt has ended.</summary>
    public void Tell()
    {
        while (true)
        {
            if (TryResume(true))
            {
                return;
            }

            if (Interlocked.CompareExchange(ref _state, Told, Idle) != Waiting)
            {
                return;
            }
        }
    }

    /// <summary>Forgets what it was told, for the next to wait.</summary>
    public void Clear() => Volatile.Write(ref _state, Idle);

    bool IValueTaskSource<bool>.GetResult(short token)
    {
        if (Interlocked.Exchange(ref _longest, Timeout.InfiniteTimeSpan.Ticks) != Timeout.InfiniteTimeSpan.Ticks)
        {
            _timer!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        return _wait.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _wait.OnCompleted(continuation, state, token, flags);

    private void Arm(TimeSpan longest)
    {
        _armedAt = _time.GetTimestamp();
        Volatile.Write(ref _longest, longest.Ticks);
        _timer ??= _time.CreateTimer(static wait => ((AttemptWait)wait!).Due(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(longest, Timeout.InfiniteTimeSpan);
    }

    private void Due()
    {
        // One that was already on its way when its wait ended finds the next one, whose time has not come.
        var longest = new TimeSpan(Volatile.Read(ref _longest));
        if (longest == Timeout.InfiniteTimeSpan)
        {
            return;
        }

        var left = longest - _time.GetElapsedTime(_armedAt);
        if (left > Early)
        {
            _timer!.Change(left, Timeout.InfiniteTimeSpan);
        }
        else
        {
            TryResume(false);
        }
    }

    private bool TryResume(bool told)
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Waiting) != Waiting)
        {
            return false;
        }

        _wait.SetResult(told);
        return true;
    }
}
