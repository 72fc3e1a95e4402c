using System.Collections.Frozen;

namespace Conduit.Routing;

/// <summary>The upstreams of one configuration. Immutable; the upstreams themselves live on across configurations.</summary>
internal sealed class UpstreamPool
{
    public static readonly UpstreamPool Empty = new([]);

    public UpstreamPool(Upstream[] upstreams)
    {
        All = upstreams;
        ById = upstreams.ToFrozenDictionary(upstream => upstream.Id, StringComparer.OrdinalIgnoreCase);
    }

    public Upstream[] All { get; }

    public FrozenDictionary<string, Upstream> ById { get; }
}
