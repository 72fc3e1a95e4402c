namespace Conduit.Tests.Dashboards;

internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>A label of a metric.</summary>
/// <param name="Name">As in Prometheus.</param>
/// <param name="Values">All it can be, or nothing where the configuration decides.</param>
internal sealed record MetricLabel(string Name, params string[] Values);

/// <summary>A metric as its service exposes it.</summary>
internal sealed record Metric(string Name, MetricKind Kind, params MetricLabel[] Labels)
{
    /// <summary>The names of the series that a scrape of it brings.</summary>
    public IEnumerable<string> Series => Kind == MetricKind.Histogram ? [$"{Name}_bucket", $"{Name}_sum", $"{Name}_count"] : [Name];
}
