using Conduit.Simulator.Runs.Target;

namespace Conduit.Simulator.Runs.Comparing;

/// <summary>One of the targets that are set side by side.</summary>
/// <param name="Name">What the user calls it.</param>
/// <param name="Target">Where it is, already looked at.</param>
internal sealed record ComparedTarget(string Name, LabTarget Target);
