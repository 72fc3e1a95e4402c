namespace Conduit.Simulator.Virtual.Events;

/// <summary>Events in any order of time: a heap of four children a node, which touches fewer cache lines than one of two.</summary>
internal sealed class EventHeap : EventStore
{
    private const int Children = 4;

    private EventEntry[] _entries = new EventEntry[256];

    public override bool TryPeek(out EventEntry first)
    {
        while (Count > 0)
        {
            first = _entries[0];
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
        var last = _entries[--Count];
        _entries[Count] = default;
        if (Count > 0)
        {
            Sink(0, in last);
        }
    }

    public override void Add(in EventEntry entry)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Count * 2);
        }

        var at = Count++;
        while (at > 0)
        {
            var parent = (at - 1) / Children;
            if (!entry.IsBefore(in _entries[parent]))
            {
                break;
            }

            _entries[at] = _entries[parent];
            at = parent;
        }

        _entries[at] = entry;
    }

    protected override void Sweep()
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (_entries[i].IsLive)
            {
                _entries[kept++] = _entries[i];
            }
        }

        Array.Clear(_entries, kept, Count - kept);
        Count = kept;
        for (var i = (kept - 2) / Children; i >= 0 && kept > 1; i--)
        {
            var entry = _entries[i];
            Sink(i, in entry);
        }
    }

    private void Sink(int at, in EventEntry entry)
    {
        while (true)
        {
            var child = (at * Children) + 1;
            if (child >= Count)
            {
                break;
            }

            var least = child;
            var end = Math.Min(child + Children, Count);
            for (var other = child + 1; other < end; other++)
            {
                if (_entries[other].IsBefore(in _entries[least]))
                {
                    least = other;
                }
            }

            if (!_entries[least].IsBefore(in entry))
            {
                break;
            }

            _entries[at] = _entries[least];
            at = least;
        }

        _entries[at] = entry;
    }
}
