using Conduit.Routing;
using Microsoft.AspNetCore.Http;

namespace Conduit.Yarp;

/// <summary>Response headers that tell the client what was decided.</summary>
public static class DecisionHeaders
{
    /// <summary>Name of the upstream that answered.</summary>
    public const string Upstream = "X-Conduit-Upstream";

    /// <summary>How many attempts were made, hedges included.</summary>
    public const string Attempts = "X-Conduit-Attempts";

    private static readonly string[] Counts = [.. Enumerable.Range(0, RoutedRequest.MaxAttempts + 1).Select(count => $"{count}")];

    /// <summary>Writes both.</summary>
    /// <param name="routed">A request with at least one attempt.</param>
    /// <param name="headers">Where to.</param>
    public static void Write(RoutedRequest routed, IHeaderDictionary headers)
    {
        headers[Upstream] = routed[routed.Final].Upstream.Id;
        headers[Attempts] = Counts[routed.AttemptCount];
    }
}
