namespace Conduit.Routing.Policies;

/// <summary>Which upstreams are candidates of a decision, from the strictest to the last resort.</summary>
internal enum Admission
{
    /// <summary>Closed breakers that have not asked to be left alone.</summary>
    Normal,

    /// <summary>Closed breakers.</summary>
    EvenAskingToWait,

    /// <summary>All that are not isolated by hand.</summary>
    EvenOpen,
}
