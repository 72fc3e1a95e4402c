using Conduit.Routing;

namespace Conduit.Proxy;

/// <summary>What the filters, the router's surroundings and telemetry tell each other of one request. Belongs to its flow of control.</summary>
internal sealed class ProxiedRequest
{
    /// <summary>When it came, a timestamp of the time provider.</summary>
    public required long StartedAt { get; init; }

    /// <summary>Its way through the router; null until it is back from there.</summary>
    public RoutedRequest? Routed { get; set; }

    /// <summary>How it ended.</summary>
    public RequestOutcome Outcome { get; set; }
}
