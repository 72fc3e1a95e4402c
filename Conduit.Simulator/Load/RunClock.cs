namespace Conduit.Simulator.Load;

/// <summary>Time since a run's start. Immutable.</summary>
internal sealed class RunClock
{
    private readonly long _start;

    /// <summary>Starts now.</summary>
    public RunClock(TimeProvider time)
    {
        Time = time;
        _start = time.GetTimestamp();
        StartedAt = time.GetUtcNow();
    }

    public TimeProvider Time { get; }

    public DateTimeOffset StartedAt { get; }

    public TimeSpan Elapsed => Time.GetElapsedTime(_start);

    /// <summary>Completes at a moment of the run, or up to a timer's tick after it; never before it.</summary>
    /// <param name="moment">From the run's start.</param>
    /// <param name="stop">Gives up.</param>
    public async Task WaitAsync(TimeSpan moment, CancellationToken stop)
    {
        for (var left = moment - Elapsed; left > TimeSpan.Zero; left = moment - Elapsed)
        {
            // A delay is cut to whole milliseconds.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), Time, stop);
        }
    }
}
