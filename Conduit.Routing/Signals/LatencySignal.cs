namespace Conduit.Routing.Signals;

/// <summary>
/// Peak-sensitive moving average of the time to response headers: rises with each slow sample, falls with time, so
/// that a burst of fast samples cannot wash out a slow one. Samples may be dropped under contention; reads never wait.
/// Never copied: it lies within its owner.
/// </summary>
/// <remarks>After Finagle's peak EWMA load metric; the rise is damped to 0.3 so that one outlier does not bar an upstream.</remarks>
internal struct LatencySignal
{
    private const double Rise = 0.3;
    private const double DecayMicroseconds = 5.0 * MonotonicClock.Second;
    private const double IdleDecayMicroseconds = 2.0 * MonotonicClock.Second;

    /// <summary>No latency is taken as shorter than 0.1 ms.</summary>
    public const double Floor = 100;

    /// <summary>What is assumed while nobody has a sample: 1 ms.</summary>
    public const double Unknown = 1_000;

    private double _level;
    private long _sampledAt;
    private int _writing;

    public LatencySignal()
    {
        _level = double.NaN;
        Spread = new();
    }

    /// <summary>How the same samples are distributed.</summary>
    public SpreadSignal Spread { get; }

    public readonly bool HasSample => !double.IsNaN(Volatile.Read(in _level));

    /// <summary>The level in microseconds as last written; NaN before the first sample.</summary>
    public readonly double Level => Volatile.Read(in _level);

    /// <summary>A success: moves the level either way.</summary>
    /// <param name="rtt">Time to response headers, microseconds.</param>
    /// <param name="reference">The peers' latency; an upstream without samples starts from it at most.</param>
    /// <param name="now">Microseconds.</param>
    /// <returns>True if it was the first sample.</returns>
    public bool Sample(long rtt, double reference, long now)
    {
        if (Interlocked.CompareExchange(ref _writing, 1, 0) != 0)
        {
            return false;
        }

        Spread.Add(rtt, now);
        var level = _level;
        var first = double.IsNaN(level);
        if (first)
        {
            // It paid for the connection, and in a young process for compilation: that is not held against it.
            level = Math.Min(rtt, reference);
        }
        else if (rtt > level)
        {
            level += Rise * (rtt - level);
        }
        else
        {
            // A sample that bears out the drift towards the peers goes on from where the drift had come; one that
            // does not finds the old level as it was, or a slow upstream would be tried again ever sooner.
            var drifted = Drift(level, reference, now - rtt);
            var kept = Math.Exp(-Math.Max(0, now - _sampledAt) / DecayMicroseconds);
            level = (kept * (rtt <= drifted ? drifted : level)) + ((1 - kept) * rtt);
        }

        Write(level, now);
        return first;
    }

    /// <summary>A failure, a 4xx or a censored sample: may raise the level, never lowers it.</summary>
    public void Raise(long rtt, double reference, long now)
    {
        if (Interlocked.CompareExchange(ref _writing, 1, 0) != 0)
        {
            return;
        }

        var level = double.IsNaN(_level) ? reference : _level;
        if (rtt > level)
        {
            Write(level + (Rise * (rtt - level)), now);
        }
        else
        {
            Volatile.Write(ref _writing, 0);
        }
    }

    /// <summary>
    /// The level as a choice should see it: an upstream without samples looks like its peers, and one that idles
    /// drifts towards them, so that an old slowness does not bar it for good.
    /// </summary>
    public readonly double Project(double reference, bool idle, long now)
    {
        var level = Volatile.Read(in _level);
        if (double.IsNaN(level))
        {
            return reference;
        }

        return Math.Max(Floor, idle ? Drift(level, reference, now) : level);
    }

    /// <summary>Forgets all samples: what an ejected upstream answers in its trials is newer evidence.</summary>
    public void Forget() => Volatile.Write(ref _level, double.NaN);

    private readonly double Drift(double level, double reference, long now)
    {
        var idleFor = Math.Max(0, now - Volatile.Read(in _sampledAt));
        return level <= reference ? level : reference + ((level - reference) * Math.Exp(-idleFor / IdleDecayMicroseconds));
    }

    private void Write(double level, long now)
    {
        Volatile.Write(ref _sampledAt, now);
        Volatile.Write(ref _level, Math.Max(Floor, level));
        Volatile.Write(ref _writing, 0);
    }
}
