using Conduit.Proxy.Forwarding;

namespace Conduit.Proxy.Telemetry;

/// <summary>Frames each request of a routed cluster: begins its record, and when it has ended counts and remembers it.</summary>
internal sealed class TelemetryMiddleware
{
    private readonly RequestDelegate _next;
    private readonly ClusterRouters _routers;
    private readonly RequestTracer _tracer;
    private readonly TimeProvider _time;

    public TelemetryMiddleware(RequestDelegate next, ClusterRouters routers, RequestTracer tracer, TimeProvider time)
    {
        _next = next;
        _routers = routers;
        _tracer = tracer;
        _time = time;
    }

    public Task InvokeAsync(HttpContext context)
        => _routers.Find(context.GetReverseProxyFeature().Cluster.Config.ClusterId) is { } cluster
            ? FrameAsync(context, cluster)
            : _next(context);

    private async Task FrameAsync(HttpContext context, ClusterRouter cluster)
    {
        var request = new ProxiedRequest { StartedAt = _time.GetTimestamp(), Cluster = cluster };
        context.Features.Set(request);
        try
        {
            await _next(context);
        }
        finally
        {
            if (request.Outcome == RequestOutcome.Pending)
            {
                request.Outcome = RequestOutcome.ClientAbort;
            }

            var duration = _time.GetElapsedTime(request.StartedAt);
            cluster.Requests.Ended(request.Outcome, duration);
            _tracer.Record(context, request, duration);
        }
    }
}
