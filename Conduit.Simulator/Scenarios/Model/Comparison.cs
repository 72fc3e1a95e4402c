namespace Conduit.Simulator.Scenarios.Model;

/// <summary>How an actual value stands to its bound.</summary>
internal enum Comparison
{
    AtMost,
    AtLeast,
    Below,
    Above,
    Exactly,
}

internal static class Comparisons
{
    /// <summary>The signs as a file writes them; longer ones first, so that a prefix match finds them.</summary>
    public static IReadOnlyList<(string Sign, Comparison Comparison)> Signs { get; } =
    [
        ("<=", Comparison.AtMost),
        (">=", Comparison.AtLeast),
        ("==", Comparison.Exactly),
        ("<", Comparison.Below),
        (">", Comparison.Above),
    ];

    public static bool Holds(this Comparison comparison, double actual, double bound) => comparison switch
    {
        Comparison.AtMost => actual <= bound,
        Comparison.AtLeast => actual >= bound,
        Comparison.Below => actual < bound,
        Comparison.Above => actual > bound,
        Comparison.Exactly => actual.Equals(bound),
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "no such comparison"),
    };
}
