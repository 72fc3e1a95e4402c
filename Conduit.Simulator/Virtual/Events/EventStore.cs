namespace Conduit.Simulator.Virtual.Events;

/// <summary>
/// Holds scheduled events. Cancelled ones are passed over when they come up, and swept out when they are the most, so
/// that the store is never larger than twice what is alive in it.
/// </summary>
internal abstract class EventStore
{
    private const int WorthSweeping = 64;

    private int _dead;

    /// <summary>Entries, dead ones included.</summary>
    public int Count { get; protected set; }

    /// <summary>The first live entry; false if there is none.</summary>
    public abstract bool TryPeek(out EventEntry first);

    /// <summary>Takes out the first entry, which <see cref="TryPeek"/> has just shown.</summary>
    public abstract void Take();

    public abstract void Add(in EventEntry entry);

    /// <summary>One of its events was cancelled.</summary>
    public void Cancelled()
    {
        _dead++;
        if (_dead >= WorthSweeping && _dead > Count / 2)
        {
            Sweep();
            _dead = 0;
        }
    }

    /// <summary>A dead entry was taken out.</summary>
    protected void Dropped() => _dead--;

    /// <summary>Takes out all dead entries.</summary>
    protected abstract void Sweep();
}
