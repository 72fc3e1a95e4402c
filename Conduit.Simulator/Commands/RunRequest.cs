namespace Conduit.Simulator.Commands;

/// <summary>What the command line asks of a run.</summary>
internal sealed record RunRequest
{
    /// <summary>A file or a name.</summary>
    public required string Scenario { get; init; }

    public required Uri Target { get; init; }

    /// <summary>HTTP/2 without TLS instead of HTTP/1.1.</summary>
    public bool Http2 { get; init; }

    /// <summary>Instead of the scenario's own; null: that one.</summary>
    public ulong? Seed { get; init; }

    public double RateFactor { get; init; } = 1;

    /// <summary>Where the report is written; null: nowhere.</summary>
    public string? Report { get; init; }

    public bool Quiet { get; init; }

    public IReadOnlyDictionary<string, Uri> Controls { get; init; } = new Dictionary<string, Uri>(StringComparer.Ordinal);

    /// <summary>The simulator to take the lab over from; null: none.</summary>
    public Uri? Lab { get; init; }
}
