using Conduit.Yarp;
using Yarp.ReverseProxy.Model;

namespace Conduit.Proxy.Telemetry;

/// <summary>Request instruments of each routed cluster, there before its first request. Thread-safe.</summary>
internal sealed class ClusterRequests : IClusterChangeListener
{
    private readonly ClusterRouters _routers;
    private readonly RequestMeter _meter;

    public ClusterRequests(ClusterRouters routers, RequestMeter meter)
    {
        _routers = routers;
        _meter = meter;
    }

    /// <summary>The instruments of a cluster; null if it is not routed.</summary>
    public RequestInstruments? Find(string clusterId) => _meter.Find(clusterId);

    public void OnClusterAdded(ClusterState cluster) => OnClusterChanged(cluster);

    // YARP tells its listeners in the order of their registration: the routers know already.
    public void OnClusterChanged(ClusterState cluster)
    {
        if (_routers.Find(cluster.ClusterId) is null)
        {
            OnClusterRemoved(cluster);
        }
        else
        {
            _meter.Add(cluster.ClusterId);
        }
    }

    public void OnClusterRemoved(ClusterState cluster) => _meter.Remove(cluster.ClusterId);
}
