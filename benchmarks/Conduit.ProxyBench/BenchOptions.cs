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

    /// <summary>Further instances of Conduit, by name, with environment variables of their own: to see what a setting does.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Variants { get; init; }

    /// <summary>The file whose section the result replaces; null for none.</summary>
    public FileInfo? Report { get; init; }
}
