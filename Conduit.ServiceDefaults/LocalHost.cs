using System.Net;
using Microsoft.AspNetCore.Http;

namespace Conduit.ServiceDefaults;

/// <summary>
/// The names this machine goes by. A page can make its own name point at this machine (DNS rebinding), and then speak to
/// it as to its own origin; only the name in <c>Host</c> gives it away.
/// </summary>
public static class LocalHost
{
    private const string Name = "localhost";

    /// <summary>True if the request names this machine: localhost, an address, the machine's own name, or one of <paramref name="further"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="further">Further names of this machine.</param>
    public static bool IsNamedBy(HttpRequest request, IReadOnlyCollection<string> further)
    {
        var host = request.Host.Host;
        return host.Length == 0
            || host.Equals(Name, StringComparison.OrdinalIgnoreCase)
            || host.EndsWith($".{Name}", StringComparison.OrdinalIgnoreCase)
            // An address is nobody's to make point elsewhere.
            || IPAddress.TryParse(host, out _)
            || host.Equals(Environment.MachineName, StringComparison.OrdinalIgnoreCase)
            || further.Contains(host, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>True if it comes from this machine.</summary>
    /// <param name="request">The request.</param>
    public static bool IsSenderOf(HttpRequest request)
        => request.HttpContext.Connection.RemoteIpAddress is not { } remote || IPAddress.IsLoopback(remote);
}
