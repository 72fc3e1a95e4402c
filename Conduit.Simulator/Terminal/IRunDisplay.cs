using Conduit.Simulator.Runs;

namespace Conduit.Simulator.Terminal;

/// <summary>Shows a run while it goes on.</summary>
internal interface IRunDisplay
{
    /// <summary>Shows the run's progress until it has ended.</summary>
    /// <param name="progress">How the run stands; null before it has begun.</param>
    /// <param name="ended">Completes with the run, in whatever way.</param>
    Task ShowAsync(Func<RunProgress?> progress, Task ended);
}
