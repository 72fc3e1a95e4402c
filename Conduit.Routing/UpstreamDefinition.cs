namespace Conduit.Routing;

/// <summary>What the configuration says of an upstream. Immutable.</summary>
/// <param name="Id">Name, unique in its pool.</param>
/// <param name="Address">Base address for HTTP/1.1; a path in it is kept as a prefix.</param>
public sealed record UpstreamDefinition(string Id, Uri Address)
{
    /// <summary>Base address for HTTP/2 without TLS (prior knowledge); null if requests over HTTP/2 go to <see cref="Address"/> too.</summary>
    public Uri? Http2Address { get; init; }

    /// <summary>Share of the load relative to its peers at equal latency. Default 1, 0.01 to 1000.</summary>
    public double Weight { get; init; } = 1;
}
