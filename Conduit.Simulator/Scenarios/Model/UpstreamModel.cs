using Conduit.Lab;

namespace Conduit.Simulator.Scenarios.Model;

/// <summary>An upstream as a virtual run models it; a live run takes only its name, to check it.</summary>
internal sealed record UpstreamModel
{
    public required string Name { get; init; }

    /// <summary>Mean service time at no load.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(5);

    public Distribution Distribution { get; init; } = Distribution.Exponential;

    /// <summary>The 99th percentile that spreads a log-normal distribution.</summary>
    public TimeSpan? P99 { get; init; }

    /// <summary>Either side of the mean in a uniform distribution.</summary>
    public TimeSpan? Jitter { get; init; }

    public double Weight { get; init; } = 1;

    /// <summary>The most requests served at once; 0: no limit.</summary>
    public int Capacity { get; init; }

    public OverloadBehaviour Overload { get; init; }

    /// <summary>What a rejecting upstream answers beyond its capacity.</summary>
    public int OverloadStatus { get; init; } = 503;

    /// <summary>Whether service slows down with the number of active requests.</summary>
    public bool SlowsDown { get; init; }

    /// <summary>Requests per second beyond which it answers 429; null: no limit.</summary>
    public double? RateLimit { get; init; }
}

/// <summary>What an upstream does with requests beyond its capacity.</summary>
internal enum OverloadBehaviour
{
    Queue,
    Reject,
}

/// <summary>How service time grows under load.</summary>
internal enum SlowdownShape
{
    Linear,
}
