using Conduit.Tests.Architecture;

namespace Conduit.Tests.Dashboards;

/// <summary>METRICS.md against what the code has; <see cref="DashboardLiveTests"/> holds it against a scrape.</summary>
public sealed class MetricsDocumentTests
{
    [Fact]
    public void Metric_of_Conduits_own_is_documented_as_the_contract_has_it()
        => Assert.Equal(
            MetricContract.Own.Select(metric => $"{metric.Name} {metric.Kind.ToString().ToLowerInvariant()} {string.Join(' ', metric.Labels.Select(label => label.Name))}"),
            MetricsDocument.Metrics.Where(metric => metric.IsOwn).Select(metric => $"{metric.Name} {metric.Type} {string.Join(' ', metric.Labels)}"));

    [Theory]
    [InlineData("`outcome` of a request", "conduit_requests_total", "outcome")]
    [InlineData("`outcome` of an attempt", "conduit_attempts_total", "outcome")]
    [InlineData("`outcome` at a client", "conduit_client_requests_total", "outcome")]
    [InlineData("`reason`", "conduit_router_decisions_total", "reason")]
    [InlineData("`state`", "conduit_breaker_state", "state")]
    [InlineData("`kind`", "conduit_fault_active", "kind")]
    public void Values_of_a_label_are_documented_as_the_contract_has_them(string row, string series, string label)
        => Assert.Equal(MetricContract.LabelsOf(series).Single(known => known.Name == label).Values, MetricsDocument.ValuesOf(row));

    [Fact]
    public void Metric_in_the_document_says_what_it_means_and_when_to_worry()
        => Findings.None(
            "Each metric has a meaning, a unit and a time to worry, or a dash where there is none.",
            MetricsDocument.Metrics
                .Where(metric => metric.Meaning.Length < 10 || metric.Unit.Length == 0 || metric.WorryWhen.Length == 0)
                .Select(metric => metric.Name));

    [Fact]
    public void Recorded_series_of_the_rules_are_documented()
    {
        var recorded = RuleFile.All.SelectMany(file => file.Recordings).Select(rule => rule.Series).ToList();
        // Of a family of windows the document names one.
        var windows = recorded.Where(name => name.StartsWith("job_cluster:conduit_request_failures:ratio_rate", StringComparison.Ordinal)).ToList();

        Assert.Equal(9, windows.Count);
        Assert.Equal(
            recorded.Except(windows).Append("job_cluster:conduit_request_failures:ratio_rate5m").Order(StringComparer.Ordinal),
            MetricsDocument.Recorded.Order(StringComparer.Ordinal));
    }
}
