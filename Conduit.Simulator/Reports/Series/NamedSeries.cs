namespace Conduit.Simulator.Reports.Series;

/// <summary>One row of a comparison over time.</summary>
internal sealed record NamedSeries(string Name, TimeSeries Series);
