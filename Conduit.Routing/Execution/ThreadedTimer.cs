namespace Conduit.Routing.Execution;

/// <summary>A timer of <see cref="ThreadedTime"/>. It calls on its own thread, which begins when it is first set and ends when it is disposed of. Thread-safe.</summary>
internal sealed class ThreadedTimer : ITimer
{
    private const long Never = long.MaxValue;
    private const long IsAwake = long.MinValue;

    private readonly TimeProvider _time;
    private readonly TimerCallback _callback;
    private readonly object? _state;
    private readonly object _gate = new();
    private Thread? _thread;
    private long _due = Never;
    private long _sleepsUntil = IsAwake;
    private bool _isDisposed;

    public ThreadedTimer(TimeProvider time, TimerCallback callback, object? state)
    {
        _time = time;
        _callback = callback;
        _state = state;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">It is to ring more than once.</exception>
    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(period, Timeout.InfiniteTimeSpan);
        var due = dueTime == Timeout.InfiniteTimeSpan ? Never : _time.GetTimestamp() + (long)(dueTime.TotalSeconds * _time.TimestampFrequency);
        lock (_gate)
        {
            if (_isDisposed)
            {
                return false;
            }

            _due = due;
            if (due != Never)
            {
                _thread ??= Begin();
            }

            if (due < _sleepsUntil)
            {
                Monitor.Pulse(_gate);
            }
        }

        return true;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Monitor.Pulse(_gate);
        }
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    private Thread Begin()
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "Conduit Timer" };
        thread.UnsafeStart();
        return thread;
    }

    private void Run()
    {
        while (HasBecomeDue())
        {
            _callback(_state);
        }
    }

    /// <summary>Sleeps until it is due; false if it has been disposed of.</summary>
    private bool HasBecomeDue()
    {
        lock (_gate)
        {
            while (!_isDisposed)
            {
                var left = _due == Never ? Timeout.Infinite : (int)Math.Clamp(Math.Ceiling(_time.GetElapsedTime(_time.GetTimestamp(), _due).TotalMilliseconds), 0, int.MaxValue);
                if (left == 0)
                {
                    _due = Never;
                    return true;
                }

                _sleepsUntil = _due;
                Monitor.Wait(_gate, left);
                _sleepsUntil = IsAwake;
            }

            return false;
        }
    }
}
