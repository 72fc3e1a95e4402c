using Conduit.Simulator.Runs;

namespace Conduit.Simulator.Terminal;

/// <summary>Shows nothing.</summary>
internal sealed class NoDisplay : IRunDisplay
{
    public Task ShowAsync(Func<RunProgress?> progress, Task ended) => Task.CompletedTask;
}
