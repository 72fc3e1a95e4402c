namespace Conduit.Routing.Signals;

/// <summary>
/// Error rate of one upstream from counts that decay with time: a per-sample average would let a tight burst of
/// successes hide an outage. Results are never lost: each is added atomically and folded in by whoever holds the pen.
/// Never copied: it lies within its owner, since each step aside is a cache miss where there are many.
/// </summary>
internal struct ErrorSignal
{
    private const double DecayMicroseconds = 10.0 * MonotonicClock.Second;
    private const double StreakHalfLifeMicroseconds = 2.0 * MonotonicClock.Second;
    private const double Prior = 10;
    private const double ExcessWeight = 0.5;

    private const long One = 1;
    private const long OneClientError = 1L << 32;
    private const long HalfMask = 0xFFFF_FFFF;
    private const long OneFailure = 1;
    private const long OneOfTransport = 1L << 21;
    private const long OneRateLimited = 1L << 42;
    private const long ThirdMask = (1L << 21) - 1;

    private long _pending;
    private long _pendingFailures;
    private int _writing;
    private double _all;
    private double _failures;
    private double _ofTransport;
    private double _clientErrors;
    private double _rateLimited;
    private long _decayedAt;
    private long _lastFailureAt;
    private int _streak;
    private int _breakerStreak;
    private int _transportStreak;

    public ErrorSignal() => _lastFailureAt = long.MinValue;

    /// <summary>Failures in a row that count for the breaker; a 429 is none of them.</summary>
    public readonly int BreakerStreak => Volatile.Read(in _breakerStreak);

    /// <summary>Failures of the connection in a row: nobody was there to answer.</summary>
    public readonly int TransportStreak => Volatile.Read(in _transportStreak);

    public void Success(long startedAt, long now)
    {
        Add(One, now);
        EndStreaks(startedAt);
    }

    public void ClientError(long startedAt, long now)
    {
        Add(One + OneClientError, now);
        EndStreaks(startedAt);
    }

    public void RateLimited(long now)
    {
        Volatile.Write(ref _lastFailureAt, now);
        Interlocked.Increment(ref _streak);
        Volatile.Write(ref _transportStreak, 0);
        AddFailure(OneFailure + OneRateLimited, now);
    }

    public void Failure(long now, bool ofTransport = false)
    {
        Volatile.Write(ref _lastFailureAt, now);
        Interlocked.Increment(ref _streak);
        Interlocked.Increment(ref _breakerStreak);
        if (ofTransport)
        {
            Interlocked.Increment(ref _transportStreak);
            AddFailure(OneFailure + OneOfTransport, now);
        }
        else
        {
            Volatile.Write(ref _transportStreak, 0);
            AddFailure(OneFailure, now);
        }
    }

    /// <summary>
    /// True when the decayed ratio of failures, 429 aside, calls for the breaker. False also while another holds the pen: a
    /// ratio of counts from two moments is none, and the next failure asks again.
    /// </summary>
    public bool TripsRatio(double ratio, int minimumSamples)
    {
        if (!TryTakePen())
        {
            return false;
        }

        var trips = _all >= minimumSamples && _failures - _rateLimited >= ratio * _all;
        LayPenDown();
        return trips;
    }

    /// <summary>4xx other than 429, as a fraction of all, shrunk towards 0 while there are few samples.</summary>
    public readonly double ClientErrorRate => _clientErrors / (_all + Prior);

    /// <summary>The error rate in 0…1 at <paramref name="now"/>, given the peers' median of <see cref="ClientErrorRate"/>.</summary>
    public double Rate(double peerClientErrorRate, long now)
    {
        Fold(now);
        var slow = (_failures / (_all + Prior)) + (ExcessWeight * Math.Max(0, ClientErrorRate - peerClientErrorRate));
        return Math.Clamp(Math.Max(slow, StreakRate(Volatile.Read(ref _streak), now)), 0, 1);
    }

    /// <summary>The same of failures of the connection alone, which befall every route.</summary>
    public double TransportRate(long now)
    {
        Fold(now);
        return Math.Clamp(Math.Max(_ofTransport / (_all + Prior), StreakRate(TransportStreak, now)), 0, 1);
    }

    /// <summary>Forgets the past: what closed the breaker is newer evidence than what tripped it.</summary>
    public void Reset(long now)
    {
        SpinWait spin = default;
        while (!TryTakePen())
        {
            spin.SpinOnce();
        }

        Interlocked.Exchange(ref _pending, 0);
        Interlocked.Exchange(ref _pendingFailures, 0);
        _all = _failures = _ofTransport = _clientErrors = _rateLimited = 0;
        _decayedAt = now;
        ClearStreaks();
        LayPenDown();
    }

    // What began before the last failure may have met the upstream as it was before.
    private void EndStreaks(long startedAt)
    {
        if (startedAt > Volatile.Read(ref _lastFailureAt))
        {
            ClearStreaks();
        }
    }

    private void ClearStreaks()
    {
        Volatile.Write(ref _streak, 0);
        Volatile.Write(ref _breakerStreak, 0);
        Volatile.Write(ref _transportStreak, 0);
    }

    private readonly double StreakRate(int streak, long now)
    {
        if (streak < 2)
        {
            return 0;
        }

        var since = Math.Max(0, now - Volatile.Read(in _lastFailureAt));
        return (1 - Math.ScaleB(1, 1 - Math.Min(streak, 60))) * Math.Pow(2, -since / StreakHalfLifeMicroseconds);
    }

    private void Add(long what, long now)
    {
        Interlocked.Add(ref _pending, what);
        Fold(now);
    }

    private void AddFailure(long what, long now)
    {
        Interlocked.Add(ref _pendingFailures, what);
        Add(One, now);
    }

    private void Fold(long now)
    {
        // A failure is pending until its sample is: the one tells of both.
        if (Volatile.Read(ref _pending) == 0 && now <= Volatile.Read(ref _decayedAt))
        {
            return;
        }

        if (!TryTakePen())
        {
            return;
        }

        var pending = Interlocked.Exchange(ref _pending, 0);
        var kept = now > _decayedAt ? Math.Exp(-(now - _decayedAt) / DecayMicroseconds) : 1;
        _all = (_all * kept) + (pending & HalfMask);
        _clientErrors = (_clientErrors * kept) + (pending >> 32);
        var failures = Volatile.Read(ref _pendingFailures) == 0 ? 0 : Interlocked.Exchange(ref _pendingFailures, 0);
        _failures = (_failures * kept) + (failures & ThirdMask);
        _ofTransport = (_ofTransport * kept) + ((failures >> 21) & ThirdMask);
        _rateLimited = (_rateLimited * kept) + (failures >> 42);
        _decayedAt = Math.Max(_decayedAt, now);
        LayPenDown();
    }

    private bool TryTakePen() => Interlocked.CompareExchange(ref _writing, 1, 0) == 0;

    private void LayPenDown() => Volatile.Write(ref _writing, 0);
}
