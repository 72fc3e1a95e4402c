using Conduit.Routing;

namespace Conduit.Yarp;

/// <summary>
/// Tells requests apart for the router: by YARP's route and the first segments of the path, since many a proxy has one
/// route for everything. Puts the name together without allocating.
/// </summary>
internal static class RouteNames
{
    private const int Longest = 128;

    /// <param name="router">Whose numbers.</param>
    /// <param name="routeId">YARP's route.</param>
    /// <param name="path">The request's path.</param>
    /// <param name="segments">How many segments of it count.</param>
    public static int NumberOf(Router router, string routeId, string path, int segments)
    {
        Span<char> name = stackalloc char[Longest];
        var id = routeId.AsSpan(0, Math.Min(routeId.Length, Longest));
        id.CopyTo(name);
        var prefix = RoutePath.Prefix(path, segments);
        prefix = prefix[..Math.Min(prefix.Length, Longest - id.Length)];
        prefix.CopyTo(name[id.Length..]);
        return router.RouteOf(name[..(id.Length + prefix.Length)]);
    }
}
