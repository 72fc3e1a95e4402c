using Conduit.Simulator.Reports;

namespace Conduit.Simulator.Results;

/// <summary>One column of the catalogue's table. Immutable.</summary>
/// <param name="Title">As its head says.</param>
/// <param name="Value">Its figure.</param>
/// <param name="Write">The figure as text, to three digits.</param>
/// <param name="MoreIsBetter">Whether the larger figure is the better one.</param>
internal sealed record Column(string Title, Func<ComparisonFigures, double?> Value, Func<double?, string> Write, bool MoreIsBetter = false)
{
    /// <summary>What policies are compared by.</summary>
    public static IReadOnlyList<Column> All { get; } =
    [
        new("success", figures => figures.SuccessRate, ThreeDigits.Percent, MoreIsBetter: true),
        new("mean", figures => figures.MeanMs, ThreeDigits.Milliseconds),
        new("P50", figures => figures.P50Ms, ThreeDigits.Milliseconds),
        new("P99", figures => figures.P99Ms, ThreeDigits.Milliseconds),
        new("P99.9", figures => figures.P999Ms, ThreeDigits.Milliseconds),
        new("attempts", figures => figures.AttemptsPerRequest, ThreeDigits.Plain),
        new("share", figures => figures.FaultyShare, ThreeDigits.Percent),
        new("shift", figures => figures.ShiftMs, ThreeDigits.Milliseconds),
        new("recovery", figures => figures.RecoverMs, ThreeDigits.Milliseconds),
        new("regret", figures => figures.RegretMs, ThreeDigits.Milliseconds),
    ];

    public string Of(ComparisonFigures figures) => Write(Value(figures));

    /// <summary>True if one is better than another by what can be seen in the table.</summary>
    public bool IsBetter(ComparisonFigures one, ComparisonFigures other)
        => Value(one) is { } first && Value(other) is { } second && Of(one) != Of(other) && (MoreIsBetter ? first > second : first < second);
}
