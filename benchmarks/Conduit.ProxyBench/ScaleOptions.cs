using Conduit.ProxyBench.Peers;

namespace Conduit.ProxyBench;

/// <summary>How large what grows becomes, each alone and from small to large; an empty list leaves it out. Immutable.</summary>
internal sealed record ScaleOptions : RunOptions
{
    public const string OfUpstreams = "upstreams";
    public const string OfConnections = "connections";
    public const string OfBodies = "bodies";

    private const long MostBodyBytes = 1L << 40;

    public static IReadOnlyList<string> Dimensions { get; } = [OfUpstreams, OfConnections, OfBodies];

    /// <summary>Upstreams in the pool.</summary>
    public required IReadOnlyList<int> Upstreams { get; init; }

    /// <summary>Clients' connections that are open at once.</summary>
    public required IReadOnlyList<int> Connections { get; init; }

    /// <summary>Bytes of an answer's body, and of a request's.</summary>
    public required IReadOnlyList<long> Bodies { get; init; }

    public override IEnumerable<string> Mistakes()
        =>
        [
            .. base.Mistakes(),
            .. Upstreams.Where(count => count is < 1 or > LoopbackPool.Most).Select(count => $"--upstreams {count} must be 1 to {LoopbackPool.Most}."),
            .. Connections.Where(count => count < 1).Select(count => $"--connections {count} must be 1 or more."),
            .. Bodies.Where(bytes => bytes is < 0 or > MostBodyBytes).Select(bytes => $"--bodies {bytes} must be 0 to {MostBodyBytes}."),
        ];
}
