using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Conduit.Yarp;

/// <summary>
/// Makes a policy's name known to YARP, which refuses to start on a name that nobody registered. The choice itself is
/// the <see cref="RoutingMiddleware"/>'s, so this is reached only in a pipeline that lacks it.
/// </summary>
internal sealed class PolicyName : ILoadBalancingPolicy
{
    public PolicyName(string name) => Name = name;

    public string Name { get; }

    public DestinationState? PickDestination(HttpContext context, ClusterState cluster, IReadOnlyList<DestinationState> availableDestinations)
        => throw new InvalidOperationException($"Policy {Name} needs UseConduit() in the proxy pipeline, before UseLoadBalancing().");
}
