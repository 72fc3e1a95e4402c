using Conduit.ProxyBench.Peers;

namespace Conduit.ProxyBench;

/// <summary>What every run needs to know. Immutable.</summary>
internal abstract record RunOptions
{
    /// <summary>The command that asked for it.</summary>
    public required string Asked { get; init; }

    public required int Rounds { get; init; }

    /// <summary>Length of one measurement.</summary>
    public required TimeSpan Round { get; init; }

    public required TimeSpan WarmUp { get; init; }

    /// <summary>Names of the peers to measure; empty for all.</summary>
    public required IReadOnlyList<string> Only { get; init; }

    /// <summary>The file whose section the result replaces; null for none.</summary>
    public FileInfo? Report { get; init; }

    public virtual bool IsWanted(string name) => Only.Count == 0 || Only.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>All mistakes at once, each with what is allowed.</summary>
    public virtual IEnumerable<string> Mistakes()
    {
        if (Rounds < 1)
        {
            yield return $"--rounds {Rounds} must be 1 or more.";
        }

        if (Round <= TimeSpan.Zero)
        {
            yield return $"--seconds {Round.TotalSeconds} must be more than 0.";
        }

        if (WarmUp < TimeSpan.Zero)
        {
            yield return $"--warm-up {WarmUp.TotalSeconds} must be 0 or more.";
        }

        foreach (var name in Only.Where(name => !PeerCatalog.Names.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            yield return $"--only \"{name}\" must be one of {string.Join(", ", PeerCatalog.Names)}.";
        }
    }
}
