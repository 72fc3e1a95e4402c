namespace Conduit.Simulator.Results;

/// <summary>The seeds of the catalogue's table.</summary>
internal static class CatalogueSeeds
{
    /// <summary>Those the defaults were chosen by.</summary>
    public static IReadOnlyList<ulong> Chosen { get; } = [1, 2, 3, 4, 5];

    /// <summary>Those nothing was chosen by.</summary>
    public static IReadOnlyList<ulong> Fresh { get; } = [101, 102, 103, 104, 105];
}
