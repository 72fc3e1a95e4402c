namespace Conduit.Proxy;

/// <summary>Response headers that tell the client what was decided.</summary>
internal static class DecisionHeaders
{
    public const string Upstream = "X-Conduit-Upstream";
    public const string Attempts = "X-Conduit-Attempts";

    private static readonly string[] Counts = [.. Enumerable.Range(0, Routing.RoutedRequest.MaxAttempts + 1).Select(count => $"{count}")];

    public static void Write(Routing.RoutedRequest routed, IHeaderDictionary headers)
    {
        headers[Upstream] = routed[routed.Final].Upstream.Id;
        headers[Attempts] = Counts[routed.AttemptCount];
    }
}
