using Conduit.ProxyBench;

namespace Conduit.Tests.Benchmarks;

public sealed class StealProbeTests
{
    [Fact]
    public void Time_that_passes_between_two_looks_is_anothers_where_a_look_does_not_explain_it()
    {
        using var time = new StolenTime(looks: 100, stolen: TimeSpan.FromMilliseconds(1));

        var steal = StealProbe.Measure(time, TimeSpan.FromSeconds(1));

        // Of every hundred looks 99 take 10 µs, one a millisecond more.
        Assert.Equal(1.01 / 2, steal.Share, 0.01);
        Assert.Equal(TimeSpan.FromMilliseconds(1.01), steal.Longest);
    }

    /// <summary>Every look at it takes 10 µs on the thread that looks, and the last of so many longer.</summary>
    private sealed class StolenTime(int looks, TimeSpan stolen) : TimeProvider, IDisposable
    {
        private readonly ThreadLocal<(int Looks, TimeSpan Now)> _threads = new();

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp()
        {
            var (count, now) = _threads.Value;
            count++;
            now += TimeSpan.FromMicroseconds(10) + (count % looks == 0 ? stolen : TimeSpan.Zero);
            _threads.Value = (count, now);
            return now.Ticks;
        }

        public void Dispose() => _threads.Dispose();
    }
}
