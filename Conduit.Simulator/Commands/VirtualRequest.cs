namespace Conduit.Simulator.Commands;

/// <summary>What the command line asks of a virtual run.</summary>
internal sealed record VirtualRequest
{
    public required RunSource Source { get; init; }

    /// <summary>As given, in whatever case; null: that of the run that is replayed, else Adaptive.</summary>
    public string? Policy { get; init; }

    /// <summary>Where the report is written; null: nowhere.</summary>
    public string? Report { get; init; }

    /// <summary>Where the requests are recorded; null: nowhere.</summary>
    public string? Record { get; init; }

    public bool Quiet { get; init; }
}
