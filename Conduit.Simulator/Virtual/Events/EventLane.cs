namespace Conduit.Simulator.Virtual.Events;

/// <summary>
/// Events that are all due the same time after they were scheduled, so that they come up in the order they were put in:
/// a ring instead of a heap. Timeouts and network delays, the most of all events, are such.
/// </summary>
internal sealed class EventLane : EventStore
{
    private EventEntry[] _ring = new EventEntry[64];
    private int _head;

    /// <param name="delay">From scheduling to the moment, in ticks.</param>
    public EventLane(long delay) => Delay = delay;

    public long Delay { get; }

    public override bool TryPeek(out EventEntry first)
    {
        while (Count > 0)
        {
            first = _ring[_head];
            if (first.IsLive)
            {
                return true;
            }

            Take();
            Dropped();
        }

        first = default;
        return false;
    }

    public override void Take()
    {
        _ring[_head] = default;
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
    }

    public override void Add(in EventEntry entry)
    {
        if (Count == _ring.Length)
        {
            var larger = new EventEntry[Count * 2];
            _ring.AsSpan(_head).CopyTo(larger);
            _ring.AsSpan(0, _head).CopyTo(larger.AsSpan(Count - _head));
            (_ring, _head) = (larger, 0);
        }

        _ring[(_head + Count++) & (_ring.Length - 1)] = entry;
    }

    protected override void Sweep()
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            var entry = _ring[(_head + i) & (_ring.Length - 1)];
            _ring[(_head + i) & (_ring.Length - 1)] = default;
            if (entry.IsLive)
            {
                _ring[(_head + kept++) & (_ring.Length - 1)] = entry;
            }
        }

        Count = kept;
    }
}
