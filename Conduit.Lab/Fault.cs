namespace Conduit.Lab;

/// <summary>One fault, as a scenario or the chaos API states it. Immutable.</summary>
public sealed record Fault
{
    private readonly string? _name;

    /// <summary>What goes wrong.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>Its name in reports. Default <c>kind-on</c>.</summary>
    public string Name
    {
        get => _name ?? (On is null ? FaultKinds.Name(Kind) : $"{FaultKinds.Name(Kind)}-{On}");
        init => _name = value;
    }

    /// <summary>The upstream it befalls; null where that is understood, as in an upstream's own chaos API.</summary>
    public string? On { get; init; }

    /// <summary>When it begins, from the scenario's start; for the chaos API always 0: now.</summary>
    public TimeSpan At { get; init; }

    /// <summary>How long it lasts; null until cleared.</summary>
    public TimeSpan? For { get; init; }

    /// <summary>Latency: added to the service time.</summary>
    public TimeSpan? Add { get; init; }

    /// <summary>Latency: what <see cref="Add"/> has crept to when the fault ends.</summary>
    public TimeSpan? RampTo { get; init; }

    /// <summary>Latency: in place of the service time.</summary>
    public TimeSpan? Set { get; init; }

    /// <summary>Latency: uniform spread either side, floored at 0. Default 0.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Error: the HTTP status, 400 to 599.</summary>
    public int Status { get; init; }

    /// <summary>Error: time to the answer; null for the usual service time.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>Pause: from one pause's start to the next's.</summary>
    public TimeSpan Every { get; init; }

    /// <summary>Pause: how long everything stands still.</summary>
    public TimeSpan Length { get; init; }

    /// <summary>Fraction of the requests it befalls, 0 to 1. Default 1.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Glob on the path of the requests it befalls; null for all.</summary>
    public PathGlob? Paths { get; init; }
}
