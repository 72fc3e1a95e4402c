namespace Conduit.Routing.Client;

/// <summary>Where the requests of an <see cref="HttpClient"/> go, and how that is decided.</summary>
public sealed class ConduitClientOptions
{
    private const int LargestBuffer = 16 << 20;

    /// <summary>Name of the policy that chooses. Default <see cref="PolicyNames.Adaptive"/>, one of <see cref="PolicyNames"/>.</summary>
    public string Policy { get; set; } = PolicyNames.Adaptive;

    /// <summary>The upstreams by name. No default; at least one.</summary>
    public Dictionary<string, ClientUpstreamOptions> Upstreams { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How upstreams are weighed, explored, excluded and retried.</summary>
    public RouterOptions Routing { get; set; } = new();

    /// <summary>
    /// Largest request body that is held in memory so that it can be sent again, in bytes. Default 64 KiB, 0 (none) to
    /// 16 MiB. A larger one, and one whose length is unknown until it has been sent, goes out once and without time limits
    /// of Conduit's.
    /// </summary>
    public int BufferedBodyBytes { get; set; } = 64 * 1024;

    /// <summary>
    /// Segments of the path that tell requests apart: errors are charged to those that fail where others are well.
    /// Default 1 (<c>/orders/1</c> is <c>/orders</c>), 0 (all are alike) to 8.
    /// </summary>
    public int RouteSegments { get; set; } = 1;

    /// <summary>Adds an upstream, or replaces the one of that name.</summary>
    /// <param name="name">Its name in snapshots and metrics.</param>
    /// <param name="address">An absolute http or https URL; a path in it is kept as a prefix.</param>
    /// <param name="weight">Share of the load relative to its peers at equal latency, 0.01 to 1000.</param>
    public void AddUpstream(string name, Uri address, double weight = 1)
        => Upstreams[name] = new ClientUpstreamOptions { Address = address, Weight = weight };

    internal static void Check(ConduitClientOptions options, OptionMistakes mistakes)
    {
        mistakes.Require(PolicyNames.All.Contains(options.Policy, StringComparer.Ordinal), options.Policy, $"one of {string.Join(", ", PolicyNames.All)}");
        mistakes.Range(options.BufferedBodyBytes, 0, LargestBuffer);
        mistakes.Range(options.RouteSegments, 0, 8);
        if (options.Upstreams.Count == 0)
        {
            mistakes.AddAt(nameof(Upstreams), "none; needed is at least one with an Address");
        }

        foreach (var (name, upstream) in options.Upstreams)
        {
            ClientUpstreamOptions.Check(upstream, mistakes.Below(nameof(Upstreams)).Below(name));
        }

        RouterOptionsCheck.Check(options.Routing, mistakes.Below(nameof(Routing)));
    }
}
