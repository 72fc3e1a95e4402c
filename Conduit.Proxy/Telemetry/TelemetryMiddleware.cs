namespace Conduit.Proxy.Telemetry;

/// <summary>Frames each request of a routed cluster: begins its record, and when it has ended counts and remembers it.</summary>
internal sealed class TelemetryMiddleware
{
    private readonly RequestDelegate _next;
    private readonly ClusterRequests _requests;
    private readonly RequestTracer _tracer;
    private readonly TimeProvider _time;
    private readonly bool _isTraced;

    public TelemetryMiddleware(RequestDelegate next, ClusterRequests requests, RequestTracer tracer, TimeProvider time, IConfiguration configuration)
    {
        _isTraced = Plumbing.IsTraced(configuration);
        _next = next;
        _requests = requests;
        _tracer = tracer;
        _time = time;
    }

    public Task InvokeAsync(HttpContext context)
        => _requests.Find(context.GetReverseProxyFeature().Cluster.Config.ClusterId) is { } instruments
            ? FrameAsync(context, instruments)
            : _next(context);

    private async Task FrameAsync(HttpContext context, RequestInstruments instruments)
    {
        var request = new ProxiedRequest { StartedAt = _time.GetTimestamp() };
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
            instruments.Ended(request.Outcome, duration);
            _tracer.Record(context, request, duration);
            if (_isTraced)
            {
                RequestSpans.Describe(context, request);
            }
        }
    }
}
