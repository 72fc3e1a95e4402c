namespace Conduit.Simulator.Commands;

/// <summary>What the program's exit code means.</summary>
internal enum ExitCode
{
    /// <summary>All expectations met.</summary>
    Ok = 0,

    /// <summary>An expectation missed.</summary>
    Missed = 1,

    /// <summary>A scenario, an option or a setting is wrong.</summary>
    BadInput = 2,

    /// <summary>The target does not answer, or another run holds it.</summary>
    Unreachable = 3,

    /// <summary>Ended by Ctrl-C.</summary>
    Interrupted = 130,
}
