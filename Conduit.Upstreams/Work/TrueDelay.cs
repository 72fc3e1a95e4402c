namespace Conduit.Upstreams.Work;

/// <summary>
/// Waits whose mean is true though the system's timers count whole milliseconds and fire late: what one wait took too
/// long the next ones take less. No thread spins for it. Thread-safe.
/// </summary>
internal sealed class TrueDelay
{
    // Being late by more than this is no timer's doing but an overloaded machine's, and is not made up for.
    private static readonly TimeSpan MostOwed = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan TimerTick = TimeSpan.FromMilliseconds(1);

    private readonly TimeProvider _time;
    private long _owed;

    public TrueDelay(TimeProvider time) => _time = time;

    /// <summary>The most that one wait may fall short: what it makes up for, the part of a millisecond it leaves out, and a timer's tick.</summary>
    public static TimeSpan MostShort => MostOwed + TimerTick + TimerTick;

    public async ValueTask WaitAsync(TimeSpan wanted, CancellationToken cancellation)
    {
        var start = _time.GetTimestamp();
        var owed = Interlocked.Exchange(ref _owed, 0);
        var milliseconds = Math.Floor(TimeSpan.FromTicks(wanted.Ticks - owed).TotalMilliseconds);
        if (milliseconds >= 1)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), _time, cancellation);
        }

        var late = _time.GetElapsedTime(start).Ticks - (wanted.Ticks - owed);
        Interlocked.Add(ref _owed, Math.Clamp(late, -MostOwed.Ticks, MostOwed.Ticks));
    }
}
