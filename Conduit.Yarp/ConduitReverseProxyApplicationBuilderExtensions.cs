using Conduit.Routing;
using Conduit.Yarp;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Gives Conduit's router its place in YARP's pipeline.</summary>
public static class ConduitReverseProxyApplicationBuilderExtensions
{
    /// <summary>
    /// Routes the requests of the clusters that opted in; others pass. Its place is after <c>UseSessionAffinity()</c> and
    /// before <c>UseLoadBalancing()</c>, which the other clusters need.
    /// </summary>
    /// <remarks>
    /// Small request bodies of known length are held in memory. No upstream to route to answers 503, none in time 504, none
    /// that could be reached or kept its word 502, all without a body; the last upstream's own answer comes back as it is.
    /// </remarks>
    /// <param name="pipeline">The argument of <c>MapReverseProxy(pipeline => …)</c>.</param>
    /// <param name="endsWithHost">
    /// True if a middleware before this one calls <see cref="Http.ConduitHttpContextExtensions.EndConduit(Http.HttpContext, RoutedRequest)"/> and answers for
    /// upstreams that did not: it spares each request a frame. Default false.
    /// </param>
    public static IReverseProxyApplicationBuilder UseConduit(this IReverseProxyApplicationBuilder pipeline, bool endsWithHost = false)
    {
        pipeline.UseMiddleware<RoutingMiddleware>(endsWithHost);
        return pipeline;
    }

    /// <summary>
    /// Ends the pipeline for routed requests in the place of YARP's forwarder; others pass. It spares each request a frame and
    /// its message the options, and lets a route's deadline be later than YARP's 100 s. What it leaves out: YARP's own count of
    /// each destination's requests, and requests in the event source <c>System.Net.Http</c>. Its place is after whatever else is
    /// to see routed requests.
    /// </summary>
    /// <param name="pipeline">The argument of <c>MapReverseProxy(pipeline => …)</c>.</param>
    public static IReverseProxyApplicationBuilder UseConduitForwarder(this IReverseProxyApplicationBuilder pipeline)
    {
        pipeline.UseMiddleware<RoutedForwarding>();
        return pipeline;
    }
}
