namespace Conduit.Simulator.Reports.Charts;

/// <summary>One chart; without series it is only words.</summary>
public sealed record ReportChart
{
    /// <summary>Its element's id.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>What it shows, in words: for those who do not see it, and beside it for those who do.</summary>
    public required string Text { get; init; }

    public required ChartUnit Unit { get; init; }

    /// <summary>Whether the axis is logarithmic.</summary>
    public bool Log { get; init; }

    public required IReadOnlyList<ChartSeries> Series { get; init; }
}

/// <summary>What a chart's values are.</summary>
public enum ChartUnit
{
    Milliseconds,

    /// <summary>0 to 1, written as percent.</summary>
    Fraction,

    PerSecond,
}
