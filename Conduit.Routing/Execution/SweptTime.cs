namespace Conduit.Routing.Execution;

/// <summary>
/// A clock whose timers are made to be set and stopped with every request: either is a single write, and one timer of
/// the clock itself looks over all that were set when the first of them may be due. They ring up to <see cref="Grain"/>
/// and a millisecond late, on the thread pool. Thread-safe.
/// </summary>
internal sealed class SweptTime : TimeProvider
{
    /// <summary>The least time between two looks: most timers are stopped before they are due, and a look wakes a thread.</summary>
    public static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(2);

    // Those stopped and dropped stay known until the next look, which may be far.
    private const int ManyJoined = 1_024;

    private const int LooksOfOneRhythm = 100;

    private readonly TimeProvider _time;
    private readonly ITimer _sweep;
    private readonly Lock _sweeping = new();
    private readonly long _grain;
    private SweptTimer? _first;
    private long _next = SweptTimer.Never;
    private int _joined;
    private long _rhythm = SweptTimer.Never;
    private int _looks;

    public SweptTime(TimeProvider time)
    {
        _time = time;
        _grain = Ticks(Grain);
        // It outlives the request that may have it made, whose context it is not to keep.
        using (ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow())
        {
            _sweep = time.CreateTimer(static swept => ((SweptTime)swept!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The one for the system's clock: it has a thread, and more of them would have more.</summary>
    public static SweptTime OfSystem { get; } = new(new ThreadedTime());

    public override TimeZoneInfo LocalTimeZone => _time.LocalTimeZone;

    public override long TimestampFrequency => _time.TimestampFrequency;

    public override long GetTimestamp() => _time.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">It is to ring more than once.</exception>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SweptTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>The moment so long from now, as a timestamp.</summary>
    internal long In(TimeSpan span) => _time.GetTimestamp() + Ticks(span);

    /// <summary>Has it looked at from now on, until it is found not to be set. Whoever sets one that was not says so after the write.</summary>
    internal void Join(SweptTimer timer)
    {
        SweptTimer? first;
        do
        {
            first = Volatile.Read(ref _first);
            timer.Next = first;
        }
        while (Interlocked.CompareExchange(ref _first, timer, first) != first);
        if (Interlocked.Increment(ref _joined) == ManyJoined)
        {
            SweepBy(In(Grain));
        }
    }

    /// <summary>Makes sure that timers are looked at then. Whoever sets one says so after the write.</summary>
    internal void Expect(long due)
    {
        if (due < Volatile.Read(ref _next))
        {
            Volatile.Write(ref _rhythm, Math.Min(Volatile.Read(ref _rhythm), due - _time.GetTimestamp()));
            SweepBy(due);
        }
    }

    private void SweepBy(long due)
    {
        var next = Volatile.Read(ref _next);
        while (due < next)
        {
            var seen = Interlocked.CompareExchange(ref _next, due, next);
            if (seen == next)
            {
                Arm(due);
                return;
            }

            next = seen;
        }
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);

    /// <summary>Sets the clock's timer; again if somebody meanwhile asked for an earlier moment and may have set it before.</summary>
    private void Arm(long due)
    {
        while (true)
        {
            // Timers know whole milliseconds only, and not many; one that rings early looks in vain.
            var left = Math.Ceiling(_time.GetElapsedTime(_time.GetTimestamp(), due).TotalMilliseconds);
            _sweep.Change(TimeSpan.FromMilliseconds(Math.Clamp(left, 0, int.MaxValue)), Timeout.InfiniteTimeSpan);
            var next = Volatile.Read(ref _next);
            if (next >= due)
            {
                return;
            }

            due = next;
        }
    }

    private void Sweep()
    {
        // Timers' callbacks may overlap; requests never come here.
        lock (_sweeping)
        {
            // Before any timer is looked at: one that is set too late to be seen finds that nobody comes, and asks.
            Interlocked.Exchange(ref _next, SweptTimer.Never);
            var isUsed = Interlocked.Exchange(ref _joined, 0) > 0;
            var now = _time.GetTimestamp();
            var next = RingThoseDue(now);
            if (isUsed && Rhythm() is var rhythm && rhythm < next - now)
            {
                next = now + rhythm;
            }

            if (next != SweptTimer.Never)
            {
                SweepBy(Math.Max(next, now + _grain));
            }
        }
    }

    /// <summary>
    /// How long it may sleep while timers are being set, so that nobody who sets one has to wake it: no longer than the
    /// shortest was set for by those who had to. Learnt anew from time to time.
    /// </summary>
    private long Rhythm()
    {
        if (++_looks % LooksOfOneRhythm == 0)
        {
            Volatile.Write(ref _rhythm, SweptTimer.Never);
        }

        return Volatile.Read(ref _rhythm);
    }

    /// <summary>Rings, forgets those that are not set, and tells when the next is due. Others add at the front only, so what lies behind it is this one's alone.</summary>
    private long RingThoseDue(long now)
    {
        var soonest = SweptTimer.Never;
        SweptTimer? kept = null;
        for (var timer = Volatile.Read(ref _first); timer is not null;)
        {
            var next = timer.Next;
            var due = timer.RingIfDue(now);
            if (due == SweptTimer.Never && TryUnlink(timer, kept, next))
            {
                timer.Leave();
            }
            else
            {
                soonest = Math.Min(due, soonest);
                kept = timer;
            }

            timer = next;
        }

        return soonest;
    }

    private bool TryUnlink(SweptTimer timer, SweptTimer? before, SweptTimer? after)
    {
        if (before is null)
        {
            return Interlocked.CompareExchange(ref _first, after, timer) == timer;
        }

        before.Next = after;
        return true;
    }
}
