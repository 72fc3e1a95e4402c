using Conduit.Routing;
using Conduit.Routing.Telemetry;

namespace Conduit.Yarp;

/// <summary>A cluster's router with what measures it. Immutable.</summary>
/// <param name="ClusterId">Name in the configuration.</param>
/// <param name="Router">Decides.</param>
/// <param name="Metrics">Observes the router.</param>
public sealed record ClusterRouter(string ClusterId, Router Router, RouterMetrics Metrics);
