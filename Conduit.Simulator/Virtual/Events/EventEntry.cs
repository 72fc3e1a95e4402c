namespace Conduit.Simulator.Virtual.Events;

/// <summary>One scheduling of an event. Cancelling leaves the entry where it is and makes it dead.</summary>
/// <param name="Due">The moment, in ticks.</param>
/// <param name="Sequence">Decides among events of the same moment: first scheduled, first fired.</param>
/// <param name="Event">What is to happen.</param>
internal readonly record struct EventEntry(long Due, long Sequence, TimedEvent Event)
{
    public bool IsLive => Event.Sequence == Sequence;

    public bool IsBefore(in EventEntry other) => Due < other.Due || (Due == other.Due && Sequence < other.Sequence);
}
