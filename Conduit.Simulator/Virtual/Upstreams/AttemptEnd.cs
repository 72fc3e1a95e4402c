namespace Conduit.Simulator.Virtual.Upstreams;

/// <summary>What the network brings back of an attempt.</summary>
internal enum AttemptEnd
{
    /// <summary>A whole answer.</summary>
    Answer,

    /// <summary>Headers, and a body that breaks off.</summary>
    Truncated,

    /// <summary>No connection.</summary>
    Refused,

    /// <summary>The connection broke before headers came.</summary>
    Reset,
}
