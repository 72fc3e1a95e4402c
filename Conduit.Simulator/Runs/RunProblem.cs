namespace Conduit.Simulator.Runs;

/// <summary>Why a run did not start, or could not go on.</summary>
/// <param name="Kind">Whose fault it is.</param>
/// <param name="Message">What is wrong, and the remedy.</param>
internal sealed record RunProblem(RunProblemKind Kind, string Message);

internal enum RunProblemKind
{
    /// <summary>The scenario or an option asks for what is not there.</summary>
    BadInput,

    /// <summary>The target or one of its control ports does not answer.</summary>
    Unreachable,

    /// <summary>Another run holds the lab.</summary>
    Busy,
}
