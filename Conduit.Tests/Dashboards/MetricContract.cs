namespace Conduit.Tests.Dashboards;

/// <summary>Every metric of Conduit's own, stated once: what dashboards may ask for.</summary>
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

    public static IReadOnlyList<Metric> All { get; } =
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

    private static readonly Dictionary<string, Metric> BySeries = All
        .SelectMany(metric => metric.Series.Select(series => (series, metric)))
        .ToDictionary(pair => pair.series, pair => pair.metric, StringComparer.Ordinal);

    private static readonly MetricLabel[] FromPrometheus = [new("job"), new("instance")];

    /// <summary>The metric a series belongs to, or null.</summary>
    public static Metric? Of(string series) => BySeries.GetValueOrDefault(series);

    /// <summary>Every label a series can be asked for, with those that Prometheus and the histogram's form add.</summary>
    public static IEnumerable<MetricLabel> LabelsOf(string series)
    {
        var own = Of(series)?.Labels ?? [];
        var form = series.EndsWith("_bucket", StringComparison.Ordinal) ? [new MetricLabel("le")] : Array.Empty<MetricLabel>();
        return [.. own, .. form, .. FromPrometheus];
    }
}
