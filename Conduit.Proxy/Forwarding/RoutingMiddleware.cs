using Conduit.Routing;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Conduit.Proxy.Forwarding;

/// <summary>
/// The router's seat in YARP's pipeline, before its load balancing: decides the first attempt and tells YARP the
/// destination; further attempts follow in the handler. When the answer has passed, tells the router how it ended.
/// </summary>
internal sealed class RoutingMiddleware
{
    private readonly RequestDelegate _next;
    private readonly bool _decisionHeaders;
    private readonly int _routeSegments;

    public RoutingMiddleware(RequestDelegate next, IOptions<ConduitOptions> options)
    {
        _next = next;
        _decisionHeaders = options.Value.DecisionHeaders;
        _routeSegments = options.Value.RouteSegments;
    }

    public Task InvokeAsync(HttpContext context)
        => context.Features.Get<ProxiedRequest>() is { } request ? RouteAsync(context, request) : _next(context);

    private static BodyKind BodyOf(HttpContext context, ProxiedRequest request)
        => request.BufferedBody is not null ? BodyKind.Buffered
            : context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true } ? BodyKind.Streamed
            : BodyKind.None;

    /// <summary>The upstreams left by session affinity or YARP's health checks; null when none is left out.</summary>
    private static Upstream[]? Narrowed(IReverseProxyFeature proxy, Router router)
        => proxy.AvailableDestinations.Count == router.Upstreams.Count
            ? null
            : [.. router.Upstreams.Where(upstream => upstream.Tag is DestinationState state && proxy.AvailableDestinations.Contains(state))];

    private async Task RouteAsync(HttpContext context, ProxiedRequest request)
    {
        var router = request.Cluster.Router;
        var proxy = context.GetReverseProxyFeature();
        var routed = new RoutedRequest(router, context.Request.Method, BodyOf(context, request))
        {
            Route = RouteNames.NumberOf(router, proxy.Route.Config.RouteId, context.Request.Path.Value ?? "/", _routeSegments),
            BufferedBody = request.BufferedBody ?? default,
            Deadline = request.Route.Deadline,
            AttemptTimeout = request.Route.AttemptTimeout,
            MayHedge = request.Route.Hedge,
            MayRetryUnsafe = request.Route.RetryUnsafe,
            ClientAborted = context.RequestAborted,
            Among = Narrowed(proxy, router),
            OverHttp2 = HttpProtocol.IsHttp2(context.Request.Protocol),
        };
        request.Routed = routed;
        if (!router.TryBegin(routed))
        {
            request.Outcome = RequestOutcome.NoUpstream;
            await Problems.NoUpstreamAsync(context);
            return;
        }

        try
        {
            proxy.AvailableDestinations = (DestinationState)routed[0].Upstream.Tag!;
            await _next(context);
        }
        finally
        {
            var error = context.GetForwarderErrorFeature()?.Error ?? ForwarderError.None;
            var last = BodyOutcomes.Of(error, routed[routed.Final].Status, context.RequestAborted.IsCancellationRequested);
            router.Feedback.Complete(routed, routed.Final, last);
            request.Outcome = (RequestOutcome)routed[routed.Final].Outcome;
            proxy.ProxiedDestination = (DestinationState)routed[routed.Final].Upstream.Tag!;
        }

        if (context.GetForwarderErrorFeature() is not { } failed)
        {
            return;
        }

        if (Problems.RefusalOf(failed.Exception) is { } refusal && !context.RequestAborted.IsCancellationRequested)
        {
            request.Outcome = RequestOutcome.ClientError;
            await Problems.RefusedBodyAsync(context, refusal);
            return;
        }

        await Problems.FailedAsync(context, request.Outcome, _decisionHeaders ? routed : null);
    }
}
