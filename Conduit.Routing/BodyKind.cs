namespace Conduit.Routing;

/// <summary>What a request carries, as far as sending it twice is concerned.</summary>
public enum BodyKind
{
    /// <summary>No body.</summary>
    None,

    /// <summary>A body held in memory, which can be sent again.</summary>
    Buffered,

    /// <summary>A body that passes through once.</summary>
    Streamed,
}
