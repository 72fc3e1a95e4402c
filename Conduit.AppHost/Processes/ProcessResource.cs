using Conduit.AppHost.Topology;

namespace Conduit.AppHost.Processes;

/// <summary>Something the host keeps running, and how it can tell that it is well.</summary>
/// <param name="Name">The name in logs and in the table.</param>
/// <param name="Endpoints">Every port it will hold; the first is the one for people.</param>
/// <param name="Health">Answers 2xx once the resource is ready.</param>
/// <param name="Prepare">Gets what it needs and says how to start it, or why it cannot run here.</param>
internal sealed record ProcessResource(
    string Name,
    IReadOnlyList<LabEndpoint> Endpoints,
    Uri Health,
    Func<CancellationToken, Task<Preparation>> Prepare)
{
    public IReadOnlyList<string> WaitsFor { get; init; } = [];

    /// <summary>Without a required resource there is no lab; any other is left out when it cannot start.</summary>
    public bool Required { get; init; } = true;
}

/// <summary>Either how to start a resource, or why it is left out.</summary>
internal sealed record Preparation(ProgramStart? Start, string? LeftOut)
{
    public static Preparation Of(ProgramStart start) => new(start, LeftOut: null);

    public static Preparation Leave(string reason) => new(Start: null, reason);
}
