using OpenTelemetry.Metrics;

namespace Conduit.Proxy.Telemetry;

/// <summary>
/// What the frameworks below measure of each request again. Conduit's own metrics say it better, and every instrument
/// that listens costs each request; so these are made only where a collector receives traces beside metrics.
/// </summary>
internal static class Plumbing
{
    private static readonly string[] Instruments =
    [
        "http.server.request.duration", "http.server.active_requests", "aspnetcore.routing.match_attempts",
        "http.client.request.duration", "http.client.active_requests", "http.client.request.time_in_queue",
    ];

    /// <summary>True where somebody receives spans: then they are made, and travel on to the upstreams.</summary>
    public static bool IsTraced(IConfiguration configuration) => !string.IsNullOrWhiteSpace(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);

    public static MeterProviderBuilder WithoutPlumbing(this MeterProviderBuilder metrics, IConfiguration configuration)
        => IsTraced(configuration) ? metrics : Instruments.Aggregate(metrics, (builder, name) => builder.AddView(name, MetricStreamConfiguration.Drop));
}
