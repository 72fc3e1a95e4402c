namespace Conduit.Lab;

/// <summary>What all faults in force do to one request.</summary>
public readonly record struct FaultEffects
{
    /// <summary>In place of the service time; null to keep it.</summary>
    public TimeSpan? SetLatency { get; init; }

    /// <summary>Added to the service time; may be negative through jitter, the sum being floored at 0.</summary>
    public TimeSpan AddLatency { get; init; }

    /// <summary>HTTP status to fail with; null to answer.</summary>
    public int? Status { get; init; }

    /// <summary>Time to that failure in place of all latency; null as served.</summary>
    public TimeSpan? StatusAfter { get; init; }

    /// <summary>Never answers.</summary>
    public bool Hangs { get; init; }

    /// <summary>Resets the connection in place of an answer.</summary>
    public bool Resets { get; init; }

    /// <summary>Breaks off within the body.</summary>
    public bool Truncates { get; init; }

    /// <summary>Time from arrival to answer, pauses aside, of a request whose usual service time is given.</summary>
    /// <param name="usual">The usual service time.</param>
    public TimeSpan ServiceTime(TimeSpan usual)
    {
        if (Status is not null && StatusAfter is { } after)
        {
            return after;
        }

        var time = (SetLatency ?? usual) + AddLatency;
        return time > TimeSpan.Zero ? time : TimeSpan.Zero;
    }
}
