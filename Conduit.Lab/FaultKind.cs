namespace Conduit.Lab;

/// <summary>What can go wrong with an upstream.</summary>
public enum FaultKind
{
    /// <summary>Answers later.</summary>
    Latency,

    /// <summary>Answers with an error status.</summary>
    Error,

    /// <summary>Everything stands still now and then, as in a garbage collection.</summary>
    Pause,

    /// <summary>Accepts and never answers.</summary>
    Hang,

    /// <summary>The listener is closed; open connections live on.</summary>
    Refuse,

    /// <summary>The connection is reset in place of an answer.</summary>
    Reset,

    /// <summary>The connection breaks within the answer's body.</summary>
    Truncate,

    /// <summary>Open connections are cut and the listener is closed.</summary>
    Crash,
}
