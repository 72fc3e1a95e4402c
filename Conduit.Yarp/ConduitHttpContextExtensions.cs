using Conduit.Routing;
using Conduit.Yarp;
using Yarp.ReverseProxy.Model;

namespace Microsoft.AspNetCore.Http;

/// <summary>A routed request for hosts that have a frame around each request anyway.</summary>
public static class ConduitHttpContextExtensions
{
    /// <summary>The request on its way through the router; null if it came as far as none.</summary>
    /// <param name="context">The request's context.</param>
    public static RoutedRequest? GetRoutedRequest(this HttpContext context) => context.Features[typeof(RoutedRequest)] as RoutedRequest;

    /// <summary>Tells the router how a request ended, and YARP who answered. Once a request, when its answer has passed, whatever became of it.</summary>
    /// <param name="context">The request's context.</param>
    /// <param name="routed">Its feature of this type, if the router has begun an attempt for it.</param>
    public static void EndConduit(this HttpContext context, RoutedRequest routed)
        => EndConduit(context, routed, routed.Router.Time.GetTimestamp());

    /// <summary>The same for those who know the time.</summary>
    /// <param name="context">The request's context.</param>
    /// <param name="routed">Its feature of this type, if the router has begun an attempt for it.</param>
    /// <param name="timestamp">When: a timestamp of the router's <see cref="Router.Time"/>, just taken.</param>
    public static void EndConduit(this HttpContext context, RoutedRequest routed, long timestamp)
    {
        var exchange = RoutedExchange.Of(routed);
        var outcome = BodyOutcomes.Of(exchange.ErrorIn(context), routed[routed.Final].Status, routed.ClientAborted.IsCancellationRequested);
        routed.Router.Feedback.Complete(routed, routed.Final, outcome, timestamp);
        exchange.Proxy.ProxiedDestination = (DestinationState)routed[routed.Final].Upstream.Tag!;
    }

    /// <summary>The same feature as the context's own of this type, without a search for it.</summary>
    /// <param name="routed">A request that <c>UseConduit()</c> has routed.</param>
    /// <exception cref="InvalidCastException">Something else has made the request.</exception>
    public static IReverseProxyFeature GetReverseProxyFeature(this RoutedRequest routed) => RoutedExchange.Of(routed).Proxy;
}
