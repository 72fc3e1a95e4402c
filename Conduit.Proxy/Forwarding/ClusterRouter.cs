using Conduit.Proxy.Telemetry;
using Conduit.Routing;
using Conduit.Routing.Telemetry;

namespace Conduit.Proxy.Forwarding;

/// <summary>A cluster's router with what measures it. Immutable.</summary>
/// <param name="ClusterId">Name in the configuration.</param>
/// <param name="Router">Decides.</param>
/// <param name="Metrics">Observes the router.</param>
/// <param name="Requests">The cluster's request instruments.</param>
internal sealed record ClusterRouter(string ClusterId, Router Router, RouterMetrics Metrics, RequestInstruments Requests);
