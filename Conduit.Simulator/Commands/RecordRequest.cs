namespace Conduit.Simulator.Commands;

/// <summary>What the command line asks of a recording out of an access log.</summary>
internal sealed record RecordRequest
{
    /// <summary>The log.</summary>
    public required string From { get; init; }

    /// <summary>The recording.</summary>
    public required string To { get; init; }

    /// <summary>The scenario to take the modelled upstreams from; null: the lab's pair.</summary>
    public string? Upstreams { get; init; }

    /// <summary>Whether lines that cannot be read are to be left out.</summary>
    public bool Salvage { get; init; }
}
