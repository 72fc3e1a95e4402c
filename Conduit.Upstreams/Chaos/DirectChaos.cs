using System.Net;
using Microsoft.Net.Http.Headers;

namespace Conduit.Upstreams.Chaos;

/// <summary>Tells chaos requests meant for this upstream from ordinary ones that merely share the path, as any that came through a proxy.</summary>
internal static class DirectChaos
{
    public static bool Is(HttpContext context)
        => context.Request.Path.Equals(ChaosEndpoints.Path, StringComparison.Ordinal)
            && context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
            && !context.Request.Headers.Any(header => IsForwarding(header.Key));

    private static bool IsForwarding(string name)
        => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)
            || name.Equals(HeaderNames.Via, StringComparison.OrdinalIgnoreCase);
}
