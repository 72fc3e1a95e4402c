using System.Net;
using Conduit.ServiceDefaults;

namespace Conduit.Upstreams.Chaos;

/// <summary>Tells chaos requests meant for this upstream from ordinary ones that merely share the path, as any that came through a proxy.</summary>
internal static class DirectChaos
{
    public static bool Is(HttpContext context)
        => context.Request.Path.Equals(ChaosEndpoints.Path, StringComparison.Ordinal)
            && context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
            && !ForwardedRequest.Is(context.Request);
}
