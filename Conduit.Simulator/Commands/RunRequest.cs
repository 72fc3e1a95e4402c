namespace Conduit.Simulator.Commands;

/// <summary>What the command line asks of a live run.</summary>
internal sealed record RunRequest
{
    public required RunSource Source { get; init; }

    public required Uri Target { get; init; }

    /// <summary>HTTP/2 without TLS instead of HTTP/1.1.</summary>
    public bool Http2 { get; init; }

    /// <summary>Where the report is written; null: nowhere.</summary>
    public string? Report { get; init; }

    /// <summary>Where the requests are recorded; null: nowhere.</summary>
    public string? Record { get; init; }

    public bool Quiet { get; init; }

    public IReadOnlyDictionary<string, Uri> Controls { get; init; } = new Dictionary<string, Uri>(StringComparer.Ordinal);

    /// <summary>The simulator to take the lab over from; null: none.</summary>
    public Uri? Lab { get; init; }
}
