namespace Conduit.Routing.Policies;

/// <summary>What a policy sees of one upstream at one moment.</summary>
internal struct Candidate
{
    /// <summary>Position in the pool.</summary>
    public int Index;

    /// <summary>Requests that wait for headers.</summary>
    public int InFlight;

    /// <summary>Weight times slow-start ramp.</summary>
    public double Capacity;

    /// <summary>The plain moving average, microseconds: what the textbook looks at.</summary>
    public double AverageLatency;

    /// <summary>Cost of one more request; see <see cref="Routing.Score.Cost"/>.</summary>
    public double Cost;

    /// <summary>True if it was slow when last asked, and only its idling since makes it look better.</summary>
    public bool IsDoubtful;

    /// <summary>0…600.</summary>
    public double ErrorPenalty;

    /// <summary>0…1000.</summary>
    public double Score;
}
