namespace Conduit.Proxy.Telemetry;

/// <summary>Tells the time of day of timestamps, for which it asks the system once a second, not with every request. Thread-safe.</summary>
internal sealed class WallClock
{
    private readonly TimeProvider _time;
    private Reading _latest;

    public WallClock(TimeProvider time)
    {
        _time = time;
        _latest = Read();
    }

    /// <summary>When a timestamp was taken.</summary>
    public DateTimeOffset At(long timestamp)
    {
        var reading = Volatile.Read(ref _latest);
        if (timestamp - reading.Timestamp > _time.TimestampFrequency)
        {
            reading = Read();
            Volatile.Write(ref _latest, reading);
        }

        return reading.Now + _time.GetElapsedTime(reading.Timestamp, timestamp);
    }

    private Reading Read() => new(_time.GetTimestamp(), _time.GetUtcNow());

    private sealed record Reading(long Timestamp, DateTimeOffset Now);
}
