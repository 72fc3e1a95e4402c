using Conduit.Routing.Execution;
using Conduit.Simulator.Virtual.Events;

namespace Conduit.Tests.Simulator.Virtual;

public sealed class VirtualTimeTests
{
    [Fact]
    public void Call_from_another_thread_is_refused_with_the_reason()
    {
        var time = new VirtualTime();

        var refused = Elsewhere(() => time.GetTimestamp());

        Assert.Contains("another thread", Assert.IsType<InvalidOperationException>(refused).Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(Elsewhere(() => time.CreateTimer(_ => { }, null, TimeSpan.Zero, TimeSpan.Zero)));
    }

    [Fact]
    public void Run_whose_model_went_to_another_thread_ends_even_if_the_error_was_swallowed()
    {
        var time = new VirtualTime();
        using var timer = time.CreateTimer(_ => Elsewhere(() => time.GetUtcNow()), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        var broken = Assert.Throws<InvalidOperationException>(() => time.AdvanceTo(TimeSpan.FromSeconds(2)));

        Assert.Contains("00:00:01", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Timer_with_a_period_fires_at_each_of_its_moments()
    {
        var time = new VirtualTime(TimeSpan.FromMilliseconds(20));
        List<double> seen = [];
        using (time.CreateTimer(_ => seen.Add(time.Now.TotalMilliseconds), null, TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(20)))
        {
            time.AdvanceTo(TimeSpan.FromMilliseconds(90));
        }

        time.AdvanceTo(TimeSpan.FromMilliseconds(500));
        Assert.Equal([30, 50, 70], seen);
        Assert.Equal(500, time.Now.TotalMilliseconds);
    }

    [Fact]
    public void Waits_on_virtual_time_end_on_its_thread_at_their_moment()
    {
        var time = new VirtualTime();
        var thread = Environment.CurrentManagedThreadId;
        List<(double, int)> ends = [];
        _ = WaitAsync(20, CancellationToken.None);
        using var over = new CancellationTokenSource(TimeSpan.FromMilliseconds(10), time);
        _ = WaitAsync(30, over.Token);

        time.AdvanceTo(TimeSpan.FromSeconds(1));

        Assert.Equal([(10, thread), (20, thread)], ends);

        async Task WaitAsync(int milliseconds, CancellationToken cancellation)
        {
            try
            {
                await InlineDelay.WaitAsync(TimeSpan.FromMilliseconds(milliseconds), time, cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // The end this one is meant to have.
            }

            ends.Add((time.Now.TotalMilliseconds, Environment.CurrentManagedThreadId));
        }
    }

    private static Exception? Elsewhere(Action act)
    {
        Exception? seen = null;
        var thread = new Thread(() => seen = Record.Exception(act));
        thread.Start();
        thread.Join();
        return seen;
    }
}
