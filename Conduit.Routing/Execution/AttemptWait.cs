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

    private readonly TimeProvider _time;
    private ManualResetValueTaskSourceCore<bool> _wait;
    private ITimer? _timer;
    private bool _isTimed;
    private int _state;

    public AttemptWait(TimeProvider time) => _time = time;

    /// <summary>Waits; true if it was told, be it only that something ended before, false if the time was over first.</summary>
    /// <param name="longest">How long, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    public ValueTask<bool> WaitAsync(TimeSpan longest) => TryBegin(longest) ? new(this, _wait.Version) : new(true);

    /// <summary>
    /// The same for those without a state machine: goes on in a callback, which is to ask <see cref="HasBeenTold"/> first. False
    /// if it was told already, and goes on nowhere.
    /// </summary>
    /// <param name="longest">How long, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <param name="goOn">Called in whatever execution context tells it.</param>
    /// <param name="state">Its argument.</param>
    public bool TryWait(TimeSpan longest, Action<object?> goOn, object state)
    {
        if (!TryBegin(longest))
        {
            return false;
        }

        _wait.OnCompleted(goOn, state, _wait.Version, ValueTaskSourceOnCompletedFlags.None);
        return true;
    }

    /// <summary>Ends such a wait; true if it was told, false if its time was over first.</summary>
    public bool HasBeenTold() => GetResult(_wait.Version);

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

    /// <summary>Forgets what it was told, and who waited, for the next to wait.</summary>
    public void Clear()
    {
        _wait.Reset();
        Volatile.Write(ref _state, Idle);
    }

    /// <inheritdoc/>
    public bool GetResult(short token)
    {
        if (_isTimed)
        {
            Volatile.Write(ref _isTimed, false);
            _timer!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        return _wait.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _wait.OnCompleted(continuation, state, token, flags);

    /// <summary>False if it was told already.</summary>
    private bool TryBegin(TimeSpan longest)
    {
        _wait.Reset();
        if (Interlocked.CompareExchange(ref _state, Waiting, Idle) == Told)
        {
            // A full fence: whoever waited looks what has ended, and must not do so before this is seen, or the next one
            // that tells finds it told already and leaves.
            Interlocked.Exchange(ref _state, Idle);
            return false;
        }

        if (longest != Timeout.InfiniteTimeSpan)
        {
            Arm(longest);
        }

        return true;
    }

    private void Arm(TimeSpan longest)
    {
        _timer ??= CreateTimer();
        Volatile.Write(ref _isTimed, true);
        _timer.Change(longest, Timeout.InfiniteTimeSpan);
    }

    private ITimer CreateTimer()
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return _time.CreateTimer(static wait => ((AttemptWait)wait!).Due(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        // It outlives the request that makes it, whose context it is not to keep.
        using (ExecutionContext.SuppressFlow())
        {
            return CreateTimer();
        }
    }

    private void Due()
    {
        // One already on its way when its wait ended may find the next, and end it early: whoever waits looks whether it may be so.
        if (Volatile.Read(ref _isTimed))
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
