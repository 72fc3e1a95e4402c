namespace Conduit.Simulator.Scenarios.Model;

/// <summary>The network between proxy and upstreams in a virtual run.</summary>
internal sealed record NetworkModel
{
    public TimeSpan Rtt { get; init; } = TimeSpan.FromMilliseconds(0.2);

    /// <summary>How long a refused connection takes to be refused.</summary>
    public TimeSpan Refuse { get; init; } = TimeSpan.FromMilliseconds(0.1);
}
