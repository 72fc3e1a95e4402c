using Conduit.Routing;
using Conduit.Yarp;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Microsoft.AspNetCore.Http;

/// <summary>The end of a routed request, for hosts that have a frame around each request anyway.</summary>
public static class ConduitHttpContextExtensions
{
    /// <summary>Tells the router how a request ended, and YARP who answered. Once a request, when its answer has passed, whatever became of it.</summary>
    /// <param name="context">The request's context.</param>
    /// <param name="routed">Its feature of this type, if the router has begun an attempt for it.</param>
    public static void EndConduit(this HttpContext context, RoutedRequest routed)
    {
        var error = context.GetForwarderErrorFeature()?.Error ?? ForwarderError.None;
        var outcome = BodyOutcomes.Of(error, routed[routed.Final].Status, context.RequestAborted.IsCancellationRequested);
        routed.Router.Feedback.Complete(routed, routed.Final, outcome);
        context.GetReverseProxyFeature().ProxiedDestination = (DestinationState)routed[routed.Final].Upstream.Tag!;
    }
}
