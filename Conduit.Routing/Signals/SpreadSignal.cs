using System.Runtime.CompilerServices;

namespace Conduit.Routing.Signals;

/// <summary>
/// How the time to response headers is distributed over the recent past: counts in logarithmic buckets that are halved
/// now and then. Unlike a peak-sensitive average its quantiles are not moved by a few pauses. Needs its owner's pen to
/// write; reads never wait.
/// </summary>
internal sealed class SpreadSignal
{
    private const int BucketsPerDoubling = 4;
    private const int Buckets = 64;
    private const int MostSamples = 1_024;
    private const int FewestSamples = 20;
    private const long HalfLife = 10 * MonotonicClock.Second;

    private Counts _counts;
    private int _total;
    private long _halvedAt;
    private double _tail = double.NaN;
    private double _typical = double.NaN;

    /// <summary>A high quantile as last worked out, in microseconds; NaN if it never was.</summary>
    public double Tail => Volatile.Read(ref _tail);

    /// <summary>The median as last worked out, in microseconds; NaN if it never was.</summary>
    public double Typical => Volatile.Read(ref _typical);

    /// <summary>Counts a success.</summary>
    /// <param name="rtt">Microseconds.</param>
    /// <param name="now">Microseconds.</param>
    public void Add(long rtt, long now)
    {
        _counts[BucketOf(rtt)]++;
        if (++_total >= MostSamples || now - _halvedAt >= HalfLife)
        {
            Halve(now);
        }
    }

    /// <summary>Adds what another has counted.</summary>
    public void Add(SpreadSignal other)
    {
        for (var i = 0; i < Buckets; i++)
        {
            _counts[i] += Volatile.Read(ref other._counts[i]);
        }

        _total += Volatile.Read(ref other._total);
    }

    public void Clear()
    {
        _counts = default;
        _total = 0;
    }

    /// <summary>Works <see cref="Tail"/> and <see cref="Typical"/> out anew; false, and they stay, while there are few samples.</summary>
    /// <param name="tail">Which quantile the tail is, 0…1.</param>
    public bool Refresh(double tail)
    {
        var total = Volatile.Read(ref _total);
        if (total < FewestSamples)
        {
            return false;
        }

        Volatile.Write(ref _tail, Quantile(tail, total));
        Volatile.Write(ref _typical, Quantile(0.5, total));
        return true;
    }

    private static int BucketOf(long rtt)
        => Math.Clamp((int)(BucketsPerDoubling * Math.Log2(Math.Max(rtt, LatencySignal.Floor) / LatencySignal.Floor)), 0, Buckets - 1);

    private static double LowerBound(double bucket) => LatencySignal.Floor * Math.Pow(2, bucket / BucketsPerDoubling);

    private double Quantile(double fraction, int total)
    {
        var above = (1 - fraction) * total;
        for (var bucket = Buckets - 1; bucket > 0; bucket--)
        {
            var count = Volatile.Read(ref _counts[bucket]);
            if (count > above)
            {
                return LowerBound(bucket + 1 - (above / count));
            }

            above -= count;
        }

        return LowerBound(1);
    }

    private void Halve(long now)
    {
        var total = 0;
        for (var i = 0; i < Buckets; i++)
        {
            total += _counts[i] /= 2;
        }

        Volatile.Write(ref _total, total);
        _halvedAt = now;
    }

    [InlineArray(Buckets)]
    private struct Counts
    {
        private int _first;
    }
}
