using Conduit.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Model;

namespace Conduit.Yarp;

/// <summary>
/// The router's seat in YARP's pipeline, before its load balancing: decides the first attempt and tells YARP the
/// destination; further attempts follow in the handler. When the answer has passed, tells the router how it ended, unless
/// the host does. The request's <see cref="RoutedRequest"/> is a feature of its context.
/// </summary>
internal sealed class RoutingMiddleware
{
    private readonly RequestDelegate _next;
    private readonly ClusterRouters _routers;
    private readonly RouteSettingsTable _settings;
    private readonly int _bufferLimit;
    private readonly bool _decisionHeaders;
    private readonly int _routeSegments;
    private readonly bool _endsWithHost;

    public RoutingMiddleware(RequestDelegate next, ClusterRouters routers, RouteSettingsTable settings, IOptions<ConduitYarpOptions> options, bool endsWithHost)
    {
        _next = next;
        _routers = routers;
        _settings = settings;
        _bufferLimit = options.Value.BufferedBodyBytes;
        _decisionHeaders = options.Value.DecisionHeaders;
        _routeSegments = options.Value.RouteSegments;
        _endsWithHost = endsWithHost;
        routers.HaveSeat = true;
    }

    public Task InvokeAsync(HttpContext context)
    {
        // By its type it is found in two thirds of the time that the generic question takes, which YARP's extension asks.
        var proxy = context.Features[typeof(IReverseProxyFeature)] as IReverseProxyFeature ?? context.GetReverseProxyFeature();
        if (_routers.Find(proxy.Cluster.Config.ClusterId) is not { } cluster)
        {
            return _next(context);
        }

        if (HeldBody.IsFor(context, _bufferLimit))
        {
            return HoldAndRouteAsync(context, proxy, cluster.Router);
        }

        if (!HeldBody.CanHaveBody(context))
        {
            return RouteAsync(context, proxy, cluster.Router, BodyKind.None, default);
        }

        context.Request.Body = new UploadBody(context.Request.Body);
        return RouteAsync(context, proxy, cluster.Router, BodyKind.Streamed, default);
    }

    /// <summary>The upstreams left by session affinity or YARP's health checks; null when none is left out.</summary>
    private static Upstream[]? Narrowed(IReverseProxyFeature proxy, Router router)
    {
        var available = proxy.AvailableDestinations;
        if (available.Count == router.Upstreams.Count)
        {
            return null;
        }

        Upstream[] left = [.. router.Upstreams.Where(upstream => upstream.Tag is DestinationState state && available.Contains(state))];
        // Of a pool exchanged for another, YARP knows a moment sooner than the router, and a request that was held a moment longer.
        return left.Length == 0 && available.Count > 0 ? null : left;
    }

    private async Task HoldAndRouteAsync(HttpContext context, IReverseProxyFeature proxy, Router router)
    {
        using var body = new HeldBody((int)context.Request.ContentLength!.Value);
        if (await body.TryReadAsync(context, router.Time))
        {
            await RouteAsync(context, proxy, router, BodyKind.Buffered, body.Bytes);
        }
    }

    private Task RouteAsync(HttpContext context, IReverseProxyFeature proxy, Router router, BodyKind body, ReadOnlyMemory<byte> held)
    {
        var route = _settings.Of(proxy.Route);
        var routed = new RoutedRequest(router, context.Request.Method, body)
        {
            Route = RouteNames.NumberOf(router, proxy.Route.Config.RouteId, context.Request.Path.Value ?? "/", _routeSegments),
            BufferedBody = held,
            Deadline = route.Deadline,
            AttemptTimeout = route.AttemptTimeout,
            MayHedge = route.Hedge,
            MayRetryUnsafe = route.RetryUnsafe,
            Among = Narrowed(proxy, router),
            OverHttp2 = HttpProtocol.IsHttp2(context.Request.Protocol),
            Tag = new RoutedExchange(proxy),
        };
        context.Features[typeof(RoutedRequest)] = routed;
        // A feature that is set makes the context forget those it has found: what is asked for after that, YARP finds too.
        routed.ClientAborted = context.RequestAborted;
        if (!router.TryBegin(routed))
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        }

        return _endsWithHost ? PassAsync(context, proxy, routed) : PassAndEndAsync(context, proxy, routed);
    }

    private Task PassAsync(HttpContext context, IReverseProxyFeature proxy, RoutedRequest routed)
    {
        proxy.AvailableDestinations = (DestinationState)routed[0].Upstream.Tag!;
        return _next(context);
    }

    private async Task PassAndEndAsync(HttpContext context, IReverseProxyFeature proxy, RoutedRequest routed)
    {
        try
        {
            await PassAsync(context, proxy, routed);
        }
        finally
        {
            context.EndConduit(routed);
        }

        if (context.GetForwarderErrorFeature() is not null && !context.Response.HasStarted)
        {
            Explain(context.Response, routed);
        }
    }

    /// <summary>YARP knows of no attempt that ran out of time, and writes no headers on an answer of its own.</summary>
    private void Explain(HttpResponse response, RoutedRequest routed)
    {
        if (routed[routed.Final].Outcome == AttemptOutcome.Timeout)
        {
            response.StatusCode = StatusCodes.Status504GatewayTimeout;
        }

        if (_decisionHeaders)
        {
            DecisionHeaders.Write(routed, response.Headers);
        }
    }
}
