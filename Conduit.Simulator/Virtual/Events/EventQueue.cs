namespace Conduit.Simulator.Virtual.Events;

/// <summary>All scheduled events of one run, by moment and then by the order they were scheduled in.</summary>
internal sealed class EventQueue
{
    private readonly EventHeap _heap = new();
    private readonly EventLane[] _lanes;
    private long _sequence;

    /// <param name="usualDelays">Delays that most events have, in ticks; each gets a lane.</param>
    public EventQueue(params IEnumerable<long> usualDelays)
        => _lanes = [.. usualDelays.Distinct().Select(delay => new EventLane(delay))];

    /// <summary>Entries held, cancelled ones included.</summary>
    public int Count
    {
        get
        {
            var count = _heap.Count;
            foreach (var lane in _lanes)
            {
                count += lane.Count;
            }

            return count;
        }
    }

    /// <summary>Schedules an event that is not scheduled now.</summary>
    /// <param name="what">The event.</param>
    /// <param name="now">In ticks; never less than at the call before.</param>
    /// <param name="delay">In ticks, not negative.</param>
    public void Add(TimedEvent what, long now, long delay)
    {
        EventStore store = _heap;
        foreach (var lane in _lanes)
        {
            if (lane.Delay == delay)
            {
                store = lane;
                break;
            }
        }

        what.Sequence = ++_sequence;
        what.Store = store;
        store.Add(new(now + delay, what.Sequence, what));
    }

    /// <summary>Takes an event back; one that is not scheduled stays so.</summary>
    public static void Cancel(TimedEvent what)
    {
        if (what.Sequence != 0)
        {
            what.Sequence = 0;
            what.Store!.Cancelled();
        }
    }

    /// <summary>Takes the first event, if it is due before <paramref name="limit"/>.</summary>
    public bool TryTake(long limit, out EventEntry first)
    {
        EventStore? store = _heap.TryPeek(out first) ? _heap : null;
        foreach (var lane in _lanes)
        {
            if (lane.TryPeek(out var other) && (store is null || other.IsBefore(in first)))
            {
                (store, first) = (lane, other);
            }
        }

        if (store is null || first.Due >= limit)
        {
            return false;
        }

        store.Take();
        first.Event.Sequence = 0;
        return true;
    }
}
