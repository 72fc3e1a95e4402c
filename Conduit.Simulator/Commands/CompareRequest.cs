namespace Conduit.Simulator.Commands;

/// <summary>What the command line asks of a comparison.</summary>
internal sealed record CompareRequest
{
    /// <summary>A file or a name.</summary>
    public required string Scenario { get; init; }

    /// <summary>Proper names, each once.</summary>
    public required IReadOnlyList<string> Policies { get; init; }

    /// <summary>Empty: the scenario's own.</summary>
    public required IReadOnlyList<ulong> Seeds { get; init; }

    public double RateFactor { get; init; } = 1;

    public bool Bare { get; init; }

    /// <summary>Where the report is written; null: nowhere.</summary>
    public string? Report { get; init; }
}
