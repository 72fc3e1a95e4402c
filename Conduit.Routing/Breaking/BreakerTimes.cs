namespace Conduit.Routing.Breaking;

/// <summary>The breaker's options in microseconds, worked out once. Immutable.</summary>
internal sealed class BreakerTimes
{
    private const double Jitter = 0.1;

    private readonly long _openFor;
    private readonly long _maxOpenFor;
    private readonly long _maxOpenForLongOutage;
    private readonly long _longOutageAfter;

    public BreakerTimes(BreakerOptions options)
    {
        _openFor = MonotonicClock.Microseconds(options.OpenFor);
        _maxOpenFor = MonotonicClock.Microseconds(options.MaxOpenFor);
        _maxOpenForLongOutage = MonotonicClock.Microseconds(options.MaxOpenForLongOutage);
        _longOutageAfter = MonotonicClock.Microseconds(options.LongOutageAfter);
        TrialInterval = MonotonicClock.Microseconds(options.TrialInterval);
        ForgetAfter = MonotonicClock.Microseconds(options.ForgetAfter);
        UnsafeTrialAfter = MonotonicClock.Microseconds(options.UnsafeTrialAfter);
        AllMayOpenAfter = MonotonicClock.Microseconds(options.AllMayOpenAfter);
        TrialSuccesses = options.TrialSuccesses;
    }

    public long TrialInterval { get; }

    public long ForgetAfter { get; }

    public long UnsafeTrialAfter { get; }

    public long AllMayOpenAfter { get; }

    public int TrialSuccesses { get; }

    /// <summary>How long to stay open: doubling with each opening up to a cap that grows in a long outage, ±10 %.</summary>
    /// <param name="opens">Openings before this one, 0 for the first.</param>
    /// <param name="outage">Time since the outage began, microseconds.</param>
    /// <param name="unit">A uniform draw in [0, 1) that spreads the trials of many proxies.</param>
    public long OpenFor(int opens, long outage, double unit)
    {
        var cap = outage >= _longOutageAfter ? _maxOpenForLongOutage : _maxOpenFor;
        var doubled = Math.Min(cap, Math.ScaleB(_openFor, Math.Min(opens, 30)));
        return (long)(doubled * (1 + (Jitter * ((2 * unit) - 1))));
    }
}
