using Conduit.Simulator.Reports;
using Spectre.Console;

namespace Conduit.Simulator.Terminal;

/// <summary>Says how far a computation has come; only where somebody watches, and only if it takes a while.</summary>
internal static class WaitDisplay
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Computes on a thread of its own, and shows the progress meanwhile.</summary>
    /// <param name="console">Where to show it; one that is no terminal is left alone.</param>
    /// <param name="time">The clock of the display.</param>
    /// <param name="progress">0 to 1; read from another thread.</param>
    /// <param name="compute">The work.</param>
    public static async Task<T> ComputeAsync<T>(IAnsiConsole console, TimeProvider time, Func<double> progress, Func<T> compute)
    {
        var running = Task.Factory.StartNew(compute, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await ShowAsync(console, time, progress, running);
        return await running;
    }

    /// <summary>Shows the progress until the work has ended, in whatever way.</summary>
    /// <param name="console">Where to show it; one that is no terminal is left alone.</param>
    /// <param name="time">The clock of the display.</param>
    /// <param name="progress">0 to 1; read from another thread.</param>
    /// <param name="ended">Completes with the work.</param>
    public static async Task ShowAsync(IAnsiConsole console, TimeProvider time, Func<double> progress, Task ended)
    {
        if (!console.Profile.Out.IsTerminal || !console.Profile.Capabilities.Interactive
            || await Task.WhenAny(ended, Task.Delay(Patience, time)) == ended)
        {
            return;
        }

        await console.Status().StartAsync("in virtual time", async status =>
        {
            using var timer = new PeriodicTimer(Interval, time);
            while (await Task.WhenAny(ended, timer.WaitForNextTickAsync().AsTask()) != ended)
            {
                status.Status(Figures.Percent(Math.Round(progress(), 2)));
            }
        });
    }
}
