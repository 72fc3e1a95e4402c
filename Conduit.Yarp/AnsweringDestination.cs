using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Model;
using Yarp.ReverseProxy.Transforms;

namespace Conduit.Yarp;

/// <summary>
/// Tells YARP who answers before its session affinity binds the client to whom it was sent to first: that one may have
/// failed, and the session is where the answer came from.
/// </summary>
internal sealed class AnsweringDestination : ResponseTransform
{
    public override ValueTask ApplyAsync(ResponseTransformContext context)
    {
        if (context.HttpContext.GetRoutedRequest() is { AttemptCount: > 0 } routed)
        {
            context.HttpContext.GetReverseProxyFeature().ProxiedDestination = (DestinationState)routed[routed.Final].Upstream.Tag!;
        }

        return ValueTask.CompletedTask;
    }
}
