using Conduit.Routing;
using Yarp.ReverseProxy.Forwarder;

namespace Conduit.Proxy.Forwarding;

/// <summary>
/// The end of the pipeline for routed requests. What YARP's own would do besides is to count who has how many, for its load
/// balancing; it costs a frame around each request, and here the router counts.
/// </summary>
internal static class RoutedForwarding
{
    // YARP's own, where a cluster says nothing.
    private static readonly TimeSpan UsualActivityTimeout = TimeSpan.FromSeconds(100);

    // Time for the router to say that the deadline has passed, before YARP gives up.
    private static readonly TimeSpan Beyond = TimeSpan.FromSeconds(5);

    public static void UseForwarderWhereRouted(this IReverseProxyApplicationBuilder pipeline)
    {
        var forwarder = pipeline.ApplicationServices.GetRequiredService<IHttpForwarder>();
        pipeline.Use(next => context => context.Features.Get<RoutedRequest>() is { } routed ? ForwardAsync(forwarder, context, routed) : next(context));
    }

    private static Task<ForwarderError> ForwardAsync(IHttpForwarder forwarder, HttpContext context, RoutedRequest routed)
    {
        var proxy = context.GetReverseProxyFeature();
        var destination = proxy.AvailableDestinations[0];
        proxy.ProxiedDestination = destination;
        var request = proxy.Cluster.Config.HttpRequest ?? ForwarderRequestConfig.Empty;
        if (request.ActivityTimeout is null && routed.Deadline >= UsualActivityTimeout)
        {
            request = request with { ActivityTimeout = routed.Deadline + Beyond };
        }

        return forwarder.SendAsync(context, destination.Model.Config.Address, proxy.Cluster.HttpClient, request, proxy.Route.Transformer).AsTask();
    }
}
