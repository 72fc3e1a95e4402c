namespace Conduit.Simulator.Load;

/// <summary>
/// Waits for the intended starts on a thread of its own: no timer's tick and no queue of the pool stands between the
/// moment and the request. It sleeps, never spins, so that being on time costs no core at any rate.
/// </summary>
internal sealed class Pacer
{
    // The coarse sleep ends with a stop but is late by up to a tick of its own; the fine one makes up for it.
    private static readonly TimeSpan Fine = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly RunClock _clock;
    private readonly CancellationToken _stop;
    private readonly bool _precise;

    /// <param name="clock">The run's clock; the machine's own is waited on precisely, any other by its own timers.</param>
    /// <param name="stop">Ends the waits.</param>
    public Pacer(RunClock clock, CancellationToken stop)
    {
        _clock = clock;
        _stop = stop;
        _precise = clock.Time == TimeProvider.System && PreciseSleep.IsSupported;
    }

    /// <summary>Runs work that waits for its moments on a thread of its own.</summary>
    public static Task RunAsync(Action paced)
        => Task.Factory.StartNew(paced, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Blocks until the intended start, or as little longer as the machine allows; never shorter.</summary>
    /// <param name="due">The intended start, from the run's start.</param>
    /// <returns>False when it was stopped.</returns>
    public bool Wait(TimeSpan due)
    {
        for (var left = due - _clock.Elapsed; left > TimeSpan.Zero; left = due - _clock.Elapsed)
        {
            if (_stop.IsCancellationRequested)
            {
                return false;
            }

            Sleep(left);
        }

        return !_stop.IsCancellationRequested;
    }

    private void Sleep(TimeSpan left)
    {
        if (!_precise)
        {
            Task.WaitAny([Task.Delay(left < Tick ? Tick : left, _clock.Time, _stop)], CancellationToken.None);
        }
        else if (left > Fine)
        {
            _stop.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(Math.Floor((left - Tick).TotalMilliseconds)));
        }
        else
        {
            PreciseSleep.For(left);
        }
    }
}
