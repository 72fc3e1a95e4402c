using Conduit.Routing;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Conduit.Yarp;

/// <summary>
/// The end of the pipeline for routed requests. What YARP's own would do besides is to count who has how many, for its load
/// balancing; it costs a frame around each request, and here the router counts.
/// </summary>
internal sealed class RoutedForwarding
{
    // YARP's own, where a cluster says nothing.
    private static readonly TimeSpan UsualActivityTimeout = TimeSpan.FromSeconds(100);

    // Time for the router to say that the deadline has passed, before YARP gives up.
    private static readonly TimeSpan Beyond = TimeSpan.FromSeconds(5);

    private readonly RequestDelegate _next;
    private readonly IHttpForwarder _forwarder;

    public RoutedForwarding(RequestDelegate next, IHttpForwarder forwarder, ClusterRouters routers)
    {
        _next = next;
        _forwarder = forwarder;
        routers.HaveForwarder = true;
    }

    public Task InvokeAsync(HttpContext context)
        => context.GetRoutedRequest() is { } routed ? ForwardAsync(context, routed) : _next(context);

    private Task<ForwarderError> ForwardAsync(HttpContext context, RoutedRequest routed)
    {
        var exchange = RoutedExchange.Of(routed);
        var proxy = exchange.Proxy;
        var destination = proxy.AvailableDestinations[0];
        proxy.ProxiedDestination = destination;
        var request = proxy.Cluster.Config.HttpRequest ?? ForwarderRequestConfig.Empty;
        if (request.ActivityTimeout is null && routed.Deadline >= UsualActivityTimeout)
        {
            request = request with { ActivityTimeout = routed.Deadline + Beyond };
        }

        return exchange.Forwarding = _forwarder.SendAsync(context, destination.Model.Config.Address, new RequestClient(proxy.Cluster, routed), request, proxy.Route.Transformer).AsTask();
    }
}
