using Conduit.Upstreams.Work;
using Microsoft.Extensions.Time.Testing;

namespace Conduit.Tests.Upstreams;

public sealed class TrueDelayTests
{
    private const int Waits = 2_000;

    [Theory]
    [InlineData(5_500, 1_000)]
    [InlineData(200, 1_000)]
    [InlineData(5_000, 1_300)]
    [InlineData(1_234, 700)]
    [InlineData(0, 1_000)]
    public async Task WaitAsync_on_a_coarse_clock_keeps_the_mean_true(int wanted, int tick)
    {
        var clock = new FakeTimeProvider();
        var start = clock.GetTimestamp();

        // Off the test's synchronization context, so that a wait goes on as soon as the clock lets it.
        await Task.Run(() =>
        {
            var delay = new TrueDelay(clock);
            for (var wait = 0; wait < Waits; wait++)
            {
                var waiting = delay.WaitAsync(TimeSpan.FromMicroseconds(wanted), TestContext.Current.CancellationToken).AsTask();
                while (!waiting.IsCompleted)
                {
                    clock.Advance(TimeSpan.FromMicroseconds(tick));
                }
            }
        });

        Assert.InRange(clock.GetElapsedTime(start).TotalMicroseconds / Waits, wanted * 0.99, (wanted * 1.01) + 1);
    }

    [Fact]
    public async Task WaitAsync_late_by_far_is_not_made_up_for()
    {
        var clock = new FakeTimeProvider();
        var delay = new TrueDelay(clock);
        await Task.Run(() =>
        {
            var waiting = delay.WaitAsync(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken).AsTask();
            clock.Advance(TimeSpan.FromSeconds(10));
            Assert.True(waiting.IsCompletedSuccessfully);
        });

        var next = delay.WaitAsync(TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken).AsTask();
        Assert.False(next.IsCompleted);
    }

    [Fact]
    public async Task WaitAsync_cancelled_ends_at_once()
    {
        using var gone = new CancellationTokenSource();
        var waiting = new TrueDelay(new FakeTimeProvider()).WaitAsync(TimeSpan.FromHours(1), gone.Token).AsTask();

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
