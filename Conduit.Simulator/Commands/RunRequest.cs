namespace Conduit.Simulator.Commands;

/// <summary>What the command line asks of a live run.</summary>
internal sealed record RunRequest : LiveRequest
{
    public required RunSource Source { get; init; }

    public required Uri Target { get; init; }

    public bool Quiet { get; init; }
}
