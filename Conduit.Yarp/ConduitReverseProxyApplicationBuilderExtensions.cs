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
    public static IReverseProxyApplicationBuilder UseConduit(this IReverseProxyApplicationBuilder pipeline)
    {
        pipeline.UseMiddleware<RoutingMiddleware>();
        return pipeline;
    }
}
