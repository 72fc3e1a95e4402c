using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace Conduit.Yarp;

/// <summary>
/// Makes a policy's name known to YARP, which refuses to start on a name that nobody registered. The choice itself is
/// the <see cref="RoutingMiddleware"/>'s, so this is reached only in a pipeline that lacks it, and for a moment of some reloads.
/// </summary>
internal sealed class PolicyName : ILoadBalancingPolicy
{
    private readonly ClusterRouters _routers;

    public PolicyName(string name, ClusterRouters routers)
    {
        Name = name;
        _routers = routers;
    }

    public string Name { get; }

    public DestinationState? PickDestination(HttpContext context, ClusterState cluster, IReadOnlyList<DestinationState> availableDestinations)
    {
        if (!_routers.HaveSeat)
        {
            throw new InvalidOperationException($"Policy {Name} needs UseConduit() in the proxy pipeline, before UseLoadBalancing().");
        }

        // YARP takes a cluster away before its endpoints, and requests that came in by those are to be answered as ever.
        // Their router is gone with the cluster, so the least busy one has to do.
        return availableDestinations.MinBy(destination => destination.ConcurrentRequestCount);
    }
}
