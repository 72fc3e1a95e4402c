using System.Net;

namespace Conduit.Simulator.Runs.Target;

/// <summary>What a run is sent to, as found before it starts. Immutable.</summary>
internal sealed record LabTarget
{
    public required Uri Address { get; init; }

    /// <summary>The HTTP version it is spoken to in, without TLS by prior knowledge.</summary>
    public Version Version { get; init; } = HttpVersion.Version11;

    /// <summary>How the proxy chooses; null where the target is no Conduit proxy.</summary>
    public string? Policy { get; init; }

    /// <summary>The names of the proxy's upstreams; null where the target is no Conduit proxy.</summary>
    public IReadOnlyList<string>? Upstreams { get; init; }

    /// <summary>Upstreams whose address is of the target's own machine, another than this: from here nobody knows where they take faults.</summary>
    public IReadOnlyCollection<string> Elsewhere { get; init; } = [];

    /// <summary>Where each upstream takes its faults.</summary>
    public required IReadOnlyDictionary<string, Uri> Controls { get; init; }
}
