namespace Conduit.Tests.Dashboards;

/// <summary>Every metric there is to ask for: Conduit's own, stated once; those of the runtime that METRICS.md lists; those that Prometheus makes.</summary>
internal static class MetricContract
{
    private static readonly string[] Settled = ["success", "client-error", "rate-limited", "server-error", "connect-failure", "timeout", "reset", "truncated"];

    private static readonly MetricLabel Cluster = new("cluster");
    private static readonly MetricLabel Upstream = new("upstream");
    private static readonly MetricLabel State = new("state", "closed", "open", "half-open", "isolated");
    private static readonly MetricLabel Reason = new("reason", "score", "explore", "probe", "failover", "hedge", "panic", "policy");
    private static readonly MetricLabel AttemptOutcome = new("outcome", [.. Settled, "superseded", "client-abort"]);
    private static readonly MetricLabel RequestOutcome = new("outcome", [.. Settled, "client-abort", "shed", "no-upstream"]);
    private static readonly MetricLabel ClientOutcome = new("outcome", Settled);
    private static readonly MetricLabel FaultKind = new("kind", "latency", "error", "pause", "hang", "refuse", "reset", "truncate", "crash");

    /// <summary>What the services' own instruments give.</summary>
    public static IReadOnlyList<Metric> Own { get; } =
    [
        new("conduit_requests_total", MetricKind.Counter, Cluster, RequestOutcome),
        new("conduit_request_duration_seconds", MetricKind.Histogram, Cluster, RequestOutcome),
        new("conduit_attempts_total", MetricKind.Counter, Cluster, Upstream, AttemptOutcome),
        new("conduit_attempt_duration_seconds", MetricKind.Histogram, Cluster, Upstream, AttemptOutcome),
        new("conduit_router_decisions_total", MetricKind.Counter, Cluster, Upstream, Reason),
        new("conduit_upstream_score", MetricKind.Gauge, Cluster, Upstream),
        new("conduit_upstream_latency_ewma_seconds", MetricKind.Gauge, Cluster, Upstream),
        new("conduit_upstream_error_ewma", MetricKind.Gauge, Cluster, Upstream),
        new("conduit_upstream_in_flight", MetricKind.Gauge, Cluster, Upstream),
        new("conduit_breaker_state", MetricKind.Gauge, Cluster, Upstream, State),
        new("conduit_breaker_transitions_total", MetricKind.Counter, Cluster, Upstream, State),
        new("conduit_failovers_total", MetricKind.Counter),
        new("conduit_hedges_total", MetricKind.Counter),
        new("conduit_retry_budget_exhausted_total", MetricKind.Counter),
        new("conduit_shed_total", MetricKind.Counter),
        new("conduit_panic_total", MetricKind.Counter),
        new("conduit_client_requests_total", MetricKind.Counter, new MetricLabel("scenario"), new MetricLabel("phase"), ClientOutcome),
        new("conduit_client_request_duration_seconds", MetricKind.Histogram, new MetricLabel("scenario"), new MetricLabel("phase"), ClientOutcome),
        new("conduit_fault_active", MetricKind.Gauge, Upstream, FaultKind),
    ];

    // Sums that go up and down, which the exporter names and types as counters.
    private static readonly string[] CountersInName = ["dotnet_thread_pool_queue_length_total", "dotnet_thread_pool_thread_count_total"];

    private static readonly Dictionary<string, Metric> BySeries = ((IEnumerable<Metric>)[.. Own, .. OfTheRuntime(), .. Recorded(), .. MadeByPrometheus])
        .SelectMany(metric => metric.Series.Select(series => (series, metric)))
        .ToDictionary(pair => pair.series, pair => pair.metric, StringComparer.Ordinal);

    private static readonly MetricLabel[] FromPrometheus = [new("job"), new("instance")];

    private static IEnumerable<Metric> MadeByPrometheus =>
    [
        new("up", MetricKind.Gauge, Upstream),
        new("ALERTS", MetricKind.Gauge, new MetricLabel("alertname"), new MetricLabel("alertstate", "pending", "firing"), new MetricLabel("severity"), Cluster, Upstream),
    ];

    /// <summary>The metric a series belongs to, or null.</summary>
    public static Metric? Of(string series) => BySeries.GetValueOrDefault(series);

    /// <summary>Every label a series can be asked for, with those that Prometheus and the histogram's form add.</summary>
    public static IEnumerable<MetricLabel> LabelsOf(string series)
    {
        var own = Of(series)?.Labels ?? [];
        var form = series.EndsWith("_bucket", StringComparison.Ordinal) ? [new MetricLabel("le")] : Array.Empty<MetricLabel>();
        return [.. own, .. form, .. FromPrometheus];
    }

    private static IEnumerable<Metric> OfTheRuntime() => MetricsDocument.Metrics.Where(metric => !metric.IsOwn).Select(metric => new Metric(
        metric.Name,
        CountersInName.Contains(metric.Name) ? MetricKind.Gauge : Enum.Parse<MetricKind>(metric.Type, ignoreCase: true),
        // The scrape configuration says which upstream a process is.
        [.. metric.Labels.Select(label => new MetricLabel(label)), Upstream]));

    private static IEnumerable<Metric> Recorded() => RuleFile.All.SelectMany(file => file.Recordings)
        .Select(rule => new Metric(rule.Series, MetricKind.Gauge, [.. rule.Level.Where(label => label != "job").Select(label => new MetricLabel(label))]));
}
