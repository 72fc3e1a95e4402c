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
}
