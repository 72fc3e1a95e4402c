using Conduit.Routing;

namespace Conduit.Proxy;

/// <summary>What the filters, the router and telemetry tell each other of one request. Belongs to its flow of control.</summary>
internal sealed class ProxiedRequest
{
    /// <summary>When it came, a timestamp of the time provider.</summary>
    public required long StartedAt { get; init; }

    /// <summary>The pool it goes to.</summary>
    public required Forwarding.ClusterRouter Cluster { get; init; }

    /// <summary>What its route says; set on its way to the router.</summary>
    public Forwarding.RouteSettings Route { get; set; } = null!;

    /// <summary>Its body if held in memory.</summary>
    public ReadOnlyMemory<byte>? BufferedBody { get; set; }

    /// <summary>Its way through the router; null until it gets there.</summary>
    public RoutedRequest? Routed { get; set; }

    /// <summary>How it ended.</summary>
    public RequestOutcome Outcome { get; set; }
}
