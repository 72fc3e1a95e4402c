namespace Conduit.Simulator.Runs.Target;

/// <summary>What a run is sent to, as found before it starts. Immutable.</summary>
internal sealed record LabTarget
{
    public required Uri Address { get; init; }

    /// <summary>How the proxy chooses; null where the target is no Conduit proxy.</summary>
    public string? Policy { get; init; }

    /// <summary>The names of the proxy's upstreams; null where the target is no Conduit proxy.</summary>
    public IReadOnlyList<string>? Upstreams { get; init; }

    /// <summary>Where each upstream takes its faults.</summary>
    public required IReadOnlyDictionary<string, Uri> Controls { get; init; }
}
