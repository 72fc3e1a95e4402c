namespace Conduit.Routing;

/// <summary>Microseconds on a monotonic clock, counted from its creation. Immutable.</summary>
internal sealed class MonotonicClock
{
    public const long Second = 1_000_000;

    private readonly TimeProvider _time;
    private readonly long _origin;
    private readonly double _microsecondsPerTick;

    public MonotonicClock(TimeProvider time)
    {
        _time = time;
        _origin = time.GetTimestamp();
        _microsecondsPerTick = (double)Second / time.TimestampFrequency;
    }

    public TimeProvider Time => _time;

    public long Now => At(_time.GetTimestamp());

    /// <summary>The moment of a timestamp.</summary>
    public long At(long timestamp) => (long)((timestamp - _origin) * _microsecondsPerTick);

    public static long Microseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    public static TimeSpan Span(long microseconds) => new(microseconds * TimeSpan.TicksPerMicrosecond);
}
