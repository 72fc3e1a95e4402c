namespace Conduit.Tests.Dashboards;

/// <summary>A row of METRICS.md.</summary>
/// <param name="Name">As in Prometheus, without a histogram's endings.</param>
/// <param name="Type">As in a scrape: <c>counter</c>, <c>gauge</c> or <c>histogram</c>.</param>
/// <param name="Unit">In words; <c>seconds</c> and <c>bytes</c> are those that a scrape states too.</param>
/// <param name="Labels">Those that every series of it has.</param>
/// <param name="Meaning">What it counts or measures.</param>
/// <param name="WorryWhen">What a reader should take for a sign of trouble, or a dash.</param>
internal sealed record DocumentedMetric(string Name, string Type, string Unit, IReadOnlyList<string> Labels, string Meaning, string WorryWhen)
{
    /// <summary>True for those that Conduit itself defines.</summary>
    public bool IsOwn => Name.StartsWith("conduit_", StringComparison.Ordinal);
}
