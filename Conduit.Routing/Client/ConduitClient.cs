using Conduit.Routing.Telemetry;
using Microsoft.Extensions.Logging;

namespace Conduit.Routing.Client;

/// <summary>
/// What all handlers of one named client share, however often the factory makes new ones: the router with all it has
/// learned. Thread-safe.
/// </summary>
internal sealed class ConduitClient : IDisposable
{
    private readonly RouterMetrics _metrics;

    public ConduitClient(string name, ConduitClientOptions options, TimeProvider time, RoutingMeter meter, ILogger logger)
    {
        Time = time;
        BufferedBodyBytes = options.BufferedBodyBytes;
        RouteSegments = options.RouteSegments;
        _metrics = meter.For(name);
        Router = new Router(options.Policy, options.Routing, time, new LoggedRouter(name, options.Policy, _metrics, logger));
        Router.Update([.. options.Upstreams.Select(static upstream => upstream.Value.Define(upstream.Key))]);
        _metrics.Watch(Router);
    }

    public Router Router { get; }

    public TimeProvider Time { get; }

    public int BufferedBodyBytes { get; }

    public int RouteSegments { get; }

    public void Dispose() => _metrics.Dispose();
}
