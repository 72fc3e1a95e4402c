namespace Conduit.Simulator.Scenarios.Model;

/// <summary>The users' side of the load.</summary>
internal sealed record ClientModel
{
    /// <summary>How long a client waits for the complete answer of one try.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    public ArrivalProcess Arrivals { get; init; }

    /// <summary>Blind retries after a failure, each at once.</summary>
    public int Retries { get; init; }

    /// <summary>How many independent proxies share the load in a virtual run.</summary>
    public int Proxies { get; init; } = 1;
}
