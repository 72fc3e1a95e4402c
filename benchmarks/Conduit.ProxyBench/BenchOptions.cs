namespace Conduit.ProxyBench;

/// <summary>What to measure, and how long. Immutable.</summary>
internal sealed record BenchOptions
{
    public required int Rounds { get; init; }

    public required TimeSpan Round { get; init; }

    public required TimeSpan WarmUp { get; init; }

    public required int Connections { get; init; }

    /// <summary>Requests a second; 0 for as many as go through.</summary>
    public required IReadOnlyList<int> Rates { get; init; }

    /// <summary>Names of the peers to measure; empty for all.</summary>
    public required IReadOnlyList<string> Only { get; init; }

    /// <summary>The file whose section the result replaces; null for none.</summary>
    public FileInfo? Report { get; init; }
}
