using Conduit.Simulator.Load;
using Conduit.Tests.Proxy;
using Microsoft.Extensions.Time.Testing;

namespace Conduit.Tests.Simulator.Load;

public sealed class PacerTests
{
    [Fact]
    public void Wait_on_the_machines_clock_never_ends_early()
    {
        var clock = new RunClock(TimeProvider.System);
        var pacer = new Pacer(clock, TestContext.Current.CancellationToken);

        for (var due = TimeSpan.Zero; due < TimeSpan.FromMilliseconds(60); due += TimeSpan.FromMilliseconds(0.7))
        {
            Assert.True(pacer.Wait(due));
            Assert.True(clock.Elapsed >= due, $"at {clock.Elapsed}, before {due}");
        }
    }

    [Fact]
    public async Task Wait_on_another_clock_ends_when_that_gets_there()
    {
        var time = new FakeTimeProvider();
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var pacer = new Pacer(new RunClock(time), TestContext.Current.CancellationToken);
        var reached = false;
        var pacing = Pacer.RunAsync(() =>
        {
            waiting.SetResult();
            reached = pacer.Wait(TimeSpan.FromSeconds(10));
        });
        await waiting.Task;

        time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(pacing.IsCompleted);
        while (!pacing.IsCompleted)
        {
            // It may not have begun to wait when the clock was moved.
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.True(reached);
    }

    [Fact]
    public async Task Wait_that_is_stopped_ends_and_says_so()
    {
        using var stop = new CancellationTokenSource();
        var pacer = new Pacer(new RunClock(TimeProvider.System), stop.Token);
        var reached = true;
        var pacing = Pacer.RunAsync(() => reached = pacer.Wait(TimeSpan.FromHours(1)));

        await stop.CancelAsync();
        await pacing.WaitAsync(RunningProxy.Patience, TestContext.Current.CancellationToken);

        Assert.False(reached);
        Assert.False(pacer.Wait(TimeSpan.Zero));
    }
}
