using Conduit.Routing;
using Conduit.Simulator.Virtual.Events;

namespace Conduit.Tests.Simulator.Virtual;

public sealed class EventQueueTests
{
    private static readonly Chance Chance = new(9);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Events_of_any_delay_come_by_moment_and_then_in_the_order_they_were_scheduled(uint seed)
    {
        // Three delays have a lane; many moments coincide.
        var queue = new EventQueue(0, 5, 20);
        List<(long Due, int Number)> expected = [];
        List<(long Due, int Number)> seen = [];
        var now = 0L;
        for (var i = 0; i < 5_000; i++)
        {
            var delay = (long)Chance.Below(30, (ulong)i, seed);
            queue.Add(new Numbered(i), now, delay);
            expected.Add((now + delay, i));
            if (Chance.Below(3, (ulong)i, 10 + seed) == 0 && queue.TryTake(long.MaxValue, out var next))
            {
                seen.Add((next.Due, ((Numbered)next.Event).Number));
                now = next.Due;
            }
        }

        while (queue.TryTake(long.MaxValue, out var next))
        {
            seen.Add((next.Due, ((Numbered)next.Event).Number));
        }

        Assert.Equal(expected.OrderBy(entry => entry.Due).ThenBy(entry => entry.Number), seen);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(5)]
    public void Event_that_was_cancelled_neither_comes_nor_stays(long delay)
    {
        var queue = new EventQueue(5);
        var kept = new Numbered(-1);
        queue.Add(kept, 0, delay);
        for (var i = 0; i < 100_000; i++)
        {
            var cancelled = new Numbered(i);
            queue.Add(cancelled, 0, delay);
            EventQueue.Cancel(cancelled);
            EventQueue.Cancel(cancelled);
        }

        Assert.InRange(queue.Count, 1, 200);
        Assert.True(queue.TryTake(long.MaxValue, out var first));
        Assert.Same(kept, first.Event);
        Assert.False(queue.TryTake(long.MaxValue, out _));
    }

    [Fact]
    public void Event_that_is_scheduled_again_comes_once_at_its_new_moment()
    {
        var queue = new EventQueue(5);
        var moved = new Numbered(1);
        queue.Add(moved, 0, 5);
        EventQueue.Cancel(moved);
        queue.Add(moved, 0, 9);

        Assert.False(queue.TryTake(9, out _));
        Assert.True(queue.TryTake(10, out var entry));
        Assert.Equal(9, entry.Due);
        Assert.False(queue.TryTake(long.MaxValue, out _));
    }

    private sealed class Numbered(int number) : TimedEvent
    {
        public int Number => number;

        public override void Fire()
        {
        }
    }
}
