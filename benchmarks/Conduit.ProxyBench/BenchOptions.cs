using Conduit.ProxyBench.Peers;

namespace Conduit.ProxyBench;

/// <summary>What a comparison measures. Immutable.</summary>
internal sealed record BenchOptions : RunOptions
{
    public required int Connections { get; init; }

    /// <summary>One pace after the other.</summary>
    public required IReadOnlyList<Pace> Paces { get; init; }

    /// <summary>Further instances of Conduit, by name, with environment variables of their own: to see what a setting does.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Variants { get; init; }

    public override bool IsWanted(string name) => base.IsWanted(name) || Variants.ContainsKey(name);

    public override IEnumerable<string> Mistakes()
    {
        foreach (var mistake in base.Mistakes())
        {
            yield return mistake;
        }

        if (Connections < 1)
        {
            yield return $"--connections {Connections} must be 1 or more.";
        }

        if (Paces.Contains(Pace.Half)
            && !(Paces.TakeWhile(pace => pace != Pace.Half).Contains(Pace.Saturation) && IsWanted(PeerCatalog.Direct) && IsWanted(PeerCatalog.StockYarp)))
        {
            yield return $"--rates {Pace.HalfWord} must follow 0, with {PeerCatalog.Direct} and {PeerCatalog.StockYarp} among the peers: it is half of what the one lets through, and latency above the other's.";
        }
    }
}
