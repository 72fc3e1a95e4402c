namespace Conduit.Simulator.Virtual.Events;

/// <summary>Something that happens at a moment of virtual time; scheduled once at a time. Belongs to one event loop.</summary>
internal abstract class TimedEvent
{
    /// <summary>Its place among all that was ever scheduled; 0 while it is not scheduled.</summary>
    public long Sequence { get; set; }

    /// <summary>What holds it while it is scheduled.</summary>
    public EventStore? Store { get; set; }

    /// <summary>Its moment has come.</summary>
    public abstract void Fire();
}
