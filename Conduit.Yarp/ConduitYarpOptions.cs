using Conduit.Routing;
using Yarp.ReverseProxy.Forwarder;

namespace Conduit.Yarp;

/// <summary>How Conduit routes the clusters of a YARP application. What differs by route or destination is their metadata in YARP's configuration.</summary>
public sealed class ConduitYarpOptions
{
    private const int LargestBuffer = 16 << 20;

    /// <summary>Largest request body that is held in memory so that it can be sent again, in bytes. Default 64 KiB, 0 (none) to 16 MiB.</summary>
    public int BufferedBodyBytes { get; set; } = 64 * 1024;

    /// <summary>Whether answers say which upstream gave them and after how many attempts, in <see cref="Yarp.DecisionHeaders"/>. Default false.</summary>
    public bool DecisionHeaders { get; set; }

    /// <summary>
    /// Segments of the path that, with YARP's route, tell requests apart: errors are charged to those that fail where
    /// others are well. Default 1 (<c>/orders/1</c> is <c>/orders</c>), 0 (YARP's routes alone) to 8.
    /// </summary>
    public int RouteSegments { get; set; } = 1;

    /// <summary>How upstreams are weighed, explored, excluded and retried; one router a cluster, all by these options.</summary>
    public RouterOptions Routing { get; set; } = new();

    internal Action<ForwarderHttpClientContext, SocketsHttpHandler>? Configure { get; private set; }

    /// <summary>
    /// Sets up each cluster's transport, after YARP has by the cluster's <c>HttpClient</c> section. In place of YARP's method
    /// of this name, which would put its own client factory in the place of Conduit's.
    /// </summary>
    /// <param name="configure">Gets the cluster and its handler.</param>
    public void ConfigureHttpClient(Action<ForwarderHttpClientContext, SocketsHttpHandler> configure) => Configure += configure;

    internal static void Check(ConduitYarpOptions options, OptionMistakes mistakes)
    {
        mistakes.Range(options.BufferedBodyBytes, 0, LargestBuffer);
        mistakes.Range(options.RouteSegments, 0, 8);
        RouterOptionsCheck.Check(options.Routing, mistakes.Below(nameof(Routing)));
    }
}
