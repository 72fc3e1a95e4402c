using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Conduit.ServiceDefaults;

/// <summary>
/// A port that serves metrics and nothing else, on every interface: a Prometheus in a container reaches the machine from
/// outside its loopback, where all else stays.
/// </summary>
internal sealed class MetricsListener(int port) : IStartupFilter
{
    /// <summary>The environment variable that names the port; without it there is no such listener.</summary>
    public const string Key = "CONDUIT_METRICS_PORT";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.MapWhen(context => context.Connection.LocalPort == port, metrics => metrics.UseOpenTelemetryPrometheusScrapingEndpoint());
        next(app);
    };
}
