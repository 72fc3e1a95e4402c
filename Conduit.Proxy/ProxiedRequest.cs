using Conduit.Routing;

namespace Conduit.Proxy;

/// <summary>What is known of one request when it has ended. Belongs to its flow of control.</summary>
internal struct ProxiedRequest
{
    /// <summary>When it came, a timestamp of the time provider.</summary>
    public required long StartedAt { get; init; }

    /// <summary>When all was done for it, likewise.</summary>
    public long EndedAt { get; set; }

    /// <summary>Its way through the router; null until it is back from there.</summary>
    public RoutedRequest? Routed { get; set; }

    /// <summary>How it ended.</summary>
    public RequestOutcome Outcome { get; set; }

    /// <summary>It is back from the router.</summary>
    public void Note(RoutedRequest routed)
    {
        Routed = routed;
        Outcome = routed.AttemptCount == 0 ? RequestOutcome.NoUpstream : (RequestOutcome)routed[routed.Final].Outcome;
    }
}
