using System.Threading.Channels;
using Conduit.Routing.Execution;
using Conduit.Tests.Integration;

namespace Conduit.Tests.Routing;

public sealed class ThreadedTimerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Never = TimeSpan.FromDays(60);

    private readonly ThreadedTime _time = new();
    private readonly Channel<(long At, Thread On)> _rings = Channel.CreateUnbounded<(long, Thread)>();

    [Fact]
    public async Task Timer_rings_once_for_each_time_it_is_set_and_no_earlier_always_on_its_own_thread()
    {
        using var timer = Create(Timeout.InfiniteTimeSpan);
        Thread? thread = null;
        for (var i = 0; i < 5; i++)
        {
            var start = _time.GetTimestamp();
            timer.Change(Soon, Timeout.InfiniteTimeSpan);
            var (at, on) = await RingAsync();

            Assert.True(_time.GetElapsedTime(start, at) >= Soon);
            Assert.False(on.IsThreadPoolThread);
            Assert.Same(thread ??= on, on);
        }

        Assert.False(_rings.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Timer_set_to_an_earlier_moment_does_not_sleep_until_the_later_one()
    {
        using var timer = Create(Never);
        timer.Change(Soon, Timeout.InfiniteTimeSpan);
        await RingAsync();
    }

    [Fact]
    public async Task Timer_set_to_a_later_moment_does_not_ring_at_the_earlier_one()
    {
        using var timer = Create(10 * Soon);
        var start = _time.GetTimestamp();
        timer.Change(12 * Soon, Timeout.InfiniteTimeSpan);
        var changed = _time.GetTimestamp();

        var (at, _) = await RingAsync();
        if (at < changed)
        {
            // This thread stood still for so long that it rang before.
            (at, _) = await RingAsync();
        }

        Assert.True(_time.GetElapsedTime(start, at) >= 12 * Soon);
    }

    [Fact]
    public async Task Timer_disposed_of_refuses_to_be_set_and_its_thread_ends()
    {
        var timer = Create(Soon);
        var (_, thread) = await RingAsync();
        await timer.DisposeAsync();

        Assert.False(timer.Change(Soon, Timeout.InfiniteTimeSpan));
        await Until.TrueAsync(() => !thread.IsAlive, Patience, "the thread has ended");
    }

    [Fact]
    public void Timer_that_is_to_ring_again_and_again_is_refused()
        => Assert.Throws<ArgumentOutOfRangeException>(() => _time.CreateTimer(static _ => { }, null, Soon, Soon));

    private ITimer Create(TimeSpan dueTime)
        => _time.CreateTimer(_ => _rings.Writer.TryWrite((_time.GetTimestamp(), Thread.CurrentThread)), null, dueTime, Timeout.InfiniteTimeSpan);

    private async Task<(long At, Thread On)> RingAsync() => await _rings.Reader.ReadAsync().AsTask().WaitAsync(Patience);
}
