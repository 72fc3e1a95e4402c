namespace Conduit.Proxy.Telemetry;

/// <summary>
/// Room for one request's record, written over and over. A sequence number guards it: odd while written, so that a
/// reader notices a torn copy and a writer that would wait goes without instead.
/// </summary>
internal sealed class TraceSlot
{
    private long _sequence;
    private TraceRecord _record;

    public bool TryWrite(in TraceRecord record)
    {
        var sequence = Volatile.Read(ref _sequence);
        if ((sequence & 1) != 0 || Interlocked.CompareExchange(ref _sequence, sequence + 1, sequence) != sequence)
        {
            return false;
        }

        _record = record;
        Volatile.Write(ref _sequence, sequence + 2);
        return true;
    }

    public bool TryRead(out TraceRecord record)
    {
        var before = Volatile.Read(ref _sequence);
        record = _record;
        Interlocked.MemoryBarrier();
        return (before & 1) == 0 && before != 0 && Volatile.Read(ref _sequence) == before;
    }
}

/// <summary>What is remembered of one request.</summary>
internal struct TraceRecord
{
    public long Id;
    public Int128 TraceId;
    public DateTimeOffset At;
    public string Method;
    public string Path;
    public RequestOutcome Outcome;
    public int Status;
    public TimeSpan Duration;
    public TracedAttempts Attempts;
}
