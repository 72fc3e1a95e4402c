namespace Conduit.Simulator.Load;

/// <summary>
/// Waits for the intended starts. Timers fire on whole milliseconds; what is left below one is waited out by yielding the
/// processor when it is short, and left to the next tick otherwise, so that being on time costs no core.
/// </summary>
internal sealed class Pacer
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan WorthYielding = TimeSpan.FromMilliseconds(0.25);

    private readonly RunClock _clock;

    public Pacer(RunClock clock) => _clock = clock;

    /// <summary>Returns at the intended start, or as little after it as the machine allows; never before it.</summary>
    /// <param name="due">The intended start, from the run's start.</param>
    /// <param name="stop">Ends the wait.</param>
    public async ValueTask WaitAsync(TimeSpan due, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        for (var left = due - _clock.Elapsed; left > TimeSpan.Zero; left = due - _clock.Elapsed)
        {
            if (left < WorthYielding)
            {
                Thread.Yield();
            }
            else
            {
                // Rounded down to whole ticks but for the last one.
                await Task.Delay(left < Tick ? Tick : TimeSpan.FromMilliseconds(Math.Floor(left.TotalMilliseconds)), _clock.Time, stop);
            }
        }
    }
}
