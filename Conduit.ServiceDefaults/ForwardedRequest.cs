using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Conduit.ServiceDefaults;

/// <summary>Tells requests that came through a proxy from those that came straight here.</summary>
public static class ForwardedRequest
{
    /// <summary>True if a header says that somebody passed it on: then its sender is not who the connection says.</summary>
    /// <param name="request">The request.</param>
    public static bool Is(HttpRequest request) => request.Headers.Any(static header => IsForwarding(header.Key));

    private static bool IsForwarding(string name)
        => name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
            // What ASP.NET's forwarded-headers middleware leaves of one that it has taken for the sender.
            || name.StartsWith("X-Original-", StringComparison.OrdinalIgnoreCase)
            || name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase)
            || name.Equals(HeaderNames.Via, StringComparison.OrdinalIgnoreCase);
}
