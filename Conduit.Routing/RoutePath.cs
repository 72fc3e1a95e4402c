namespace Conduit.Routing;

/// <summary>What of a path tells one kind of request from another: its first segments.</summary>
public static class RoutePath
{
    /// <summary>The first segments of a path, each with the slash before it.</summary>
    /// <param name="path">A path without query, such as <c>/orders/1</c>.</param>
    /// <param name="segments">How many; 0 for none.</param>
    public static ReadOnlySpan<char> Prefix(ReadOnlySpan<char> path, int segments)
    {
        var end = 0;
        for (; segments > 0 && end < path.Length; segments--)
        {
            var next = path[(end + 1)..].IndexOf('/');
            end = next < 0 ? path.Length : end + 1 + next;
        }

        return path[..end];
    }
}
