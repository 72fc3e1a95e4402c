namespace Conduit.Simulator.Reports.Documents;

/// <summary>The figures that a run, a phase and a fault have in common, as cells of a row.</summary>
internal static class SectionCells
{
    public static IReadOnlyList<TableColumn> Columns { get; } =
        [new("requests"), new("success"), new("mean"), new("P50"), new("P90"), new("P99"), new("P99.9"), new("max")];

    public static IReadOnlyList<TableCell> Of(SectionReport section) =>
    [
        Figures.Count(section.Requests),
        Figures.Percent(section.SuccessRate),
        Figures.Milliseconds(section.LatencyMs.Mean),
        Figures.Milliseconds(section.LatencyMs.P50),
        Figures.Milliseconds(section.LatencyMs.P90),
        Figures.Milliseconds(section.LatencyMs.P99),
        Figures.Milliseconds(section.LatencyMs.P999),
        Figures.Milliseconds(section.LatencyMs.Max),
    ];
}
