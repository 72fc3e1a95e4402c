namespace Conduit.Simulator.Commands;

/// <summary>What the command line asks of a virtual run.</summary>
internal sealed record VirtualRequest
{
    /// <summary>A file or a name.</summary>
    public required string Scenario { get; init; }

    /// <summary>As given, in whatever case.</summary>
    public required string Policy { get; init; }

    /// <summary>Instead of the scenario's own; null: that one.</summary>
    public ulong? Seed { get; init; }

    public double RateFactor { get; init; } = 1;

    /// <summary>Where the report is written; null: nowhere.</summary>
    public string? Report { get; init; }

    public bool Quiet { get; init; }
}
