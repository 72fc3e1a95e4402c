using Conduit.Routing;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Conduit.Yarp;

/// <summary>
/// What YARP knows of a routed request. It goes with the request itself, since each question to the features of its
/// context costs some two hundred instructions. Belongs to the request's flow of control.
/// </summary>
internal sealed class RoutedExchange
{
    public RoutedExchange(IReverseProxyFeature proxy) => Proxy = proxy;

    /// <summary>YARP's feature of its context.</summary>
    public IReverseProxyFeature Proxy { get; }

    /// <summary>How Conduit's forwarder sends it; null where another does, or nobody yet.</summary>
    public Task<ForwarderError>? Forwarding { get; set; }

    /// <summary>The one of a request that <see cref="RoutingMiddleware"/> has made.</summary>
    public static RoutedExchange Of(RoutedRequest routed) => (RoutedExchange)routed.Tag!;

    /// <summary>What YARP says of how it ended.</summary>
    public ForwarderError ErrorIn(HttpContext context)
        => Forwarding is { IsCompletedSuccessfully: true } ended ? ended.Result : context.GetForwarderErrorFeature()?.Error ?? ForwarderError.None;
}
