namespace Conduit.Simulator.Reports.Charts;

/// <summary>A line, an area or bars.</summary>
/// <param name="Name">In the legend.</param>
/// <param name="Colour">A name from the page's palette.</param>
/// <param name="Mark">How values are drawn.</param>
/// <param name="Values">One for each time; null where there is none.</param>
public sealed record ChartSeries(string Name, string Colour, SeriesMark Mark, IReadOnlyList<double?> Values);

/// <summary>How values are drawn; areas and bars stand on one another.</summary>
public enum SeriesMark
{
    Line,
    Dashed,
    Dotted,
    Area,
    Bar,
}
