using System.Collections.Frozen;
using Conduit.Yarp;
using OpenTelemetry.Metrics;

namespace Conduit.Proxy.Telemetry;

/// <summary>
/// What the frameworks below measure of each request again. Conduit's own metrics say it better, and every instrument
/// that listens costs each request; so these are made only where a collector receives traces beside metrics.
/// </summary>
internal static class Plumbing
{
    // Room is set aside for every series an instrument may have.
    private const int FewSeries = 100;

    private static readonly FrozenSet<string> Instruments = FrozenSet.Create(
        StringComparer.Ordinal,
        "http.server.request.duration", "http.server.active_requests", "aspnetcore.routing.match_attempts",
        "http.client.request.duration", "http.client.active_requests", "http.client.request.time_in_queue", "http.client.open_connections",
        // Kestrel's buffers: several times a request.
        "aspnetcore.memory_pool.rented", "aspnetcore.memory_pool.pooled", "aspnetcore.memory_pool.allocated", "aspnetcore.memory_pool.evicted");

    /// <summary>True where somebody receives spans: then they are made, and travel on to the upstreams.</summary>
    public static bool IsTraced(IConfiguration configuration) => !string.IsNullOrWhiteSpace(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);

    /// <summary>
    /// The sockets make no spans: the executor's are those of the attempts, and it tells the upstreams of them. Without
    /// any the client's own trace headers pass through as they are.
    /// </summary>
    public static ConduitYarpOptions WithoutSpansOfItsOwn(this ConduitYarpOptions seat)
    {
        seat.ConfigureHttpClient(static (_, handler) => handler.ActivityHeadersPropagator = null);
        return seat;
    }

    public static MeterProviderBuilder WithoutPlumbing(this MeterProviderBuilder metrics, IConfiguration configuration)
        => IsTraced(configuration) ? metrics : metrics.AddView(static instrument
            => Instruments.Contains(instrument.Name) ? MetricStreamConfiguration.Drop
                : instrument.Meter.Name.StartsWith("Conduit.", StringComparison.Ordinal) ? null
                : new MetricStreamConfiguration { CardinalityLimit = FewSeries });
}
