using HdrHistogram;

namespace Conduit.Simulator.Runs;

/// <summary>Latencies in constant memory: percentiles to three digits, mean and maximum exact. Needs its owner's lock.</summary>
internal sealed class LatencyRecord
{
    private static readonly long MostMicroseconds = (long)TimeSpan.FromHours(1).TotalMicroseconds;

    private readonly LongHistogram _microseconds = new(1, MostMicroseconds, 3);
    private long _ticks;
    private long _maxTicks;

    public long Count => _microseconds.TotalCount;

    /// <summary>The sum of all.</summary>
    public TimeSpan Total => new(_ticks);

    public void Add(TimeSpan latency)
    {
        var ticks = Math.Max(0, latency.Ticks);
        _microseconds.RecordValue(Math.Clamp(ticks / TimeSpan.TicksPerMicrosecond, 1, MostMicroseconds));
        _ticks += ticks;
        _maxTicks = Math.Max(_maxTicks, ticks);
    }

    public void Add(LatencyRecord other)
    {
        _microseconds.Add(other._microseconds);
        _ticks += other._ticks;
        _maxTicks = Math.Max(_maxTicks, other._maxTicks);
    }

    /// <summary>In milliseconds; null while nothing is recorded.</summary>
    /// <param name="percent">0…100.</param>
    public double? Percentile(double percent)
        => Count == 0 ? null : Math.Min(_microseconds.GetValueAtPercentile(percent) / 1_000.0, Max!.Value);

    /// <summary>In milliseconds; null while nothing is recorded.</summary>
    public double? Mean => Count == 0 ? null : Round(_ticks / (double)Count);

    /// <summary>In milliseconds; null while nothing is recorded.</summary>
    public double? Max => Count == 0 ? null : Round(_maxTicks);

    public void Clear()
    {
        _microseconds.Reset();
        _ticks = 0;
        _maxTicks = 0;
    }

    // To the microsecond: what stands behind it is noise of the clock.
    private static double Round(double ticks) => Math.Round(ticks / TimeSpan.TicksPerMillisecond, 3);
}
