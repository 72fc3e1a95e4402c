using System.Collections.Concurrent;
using System.Globalization;
using Conduit.Proxy.Telemetry;
using Conduit.Routing;
using Conduit.Routing.Telemetry;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Model;

namespace Conduit.Proxy.Forwarding;

/// <summary>Keeps one router for each cluster that opted in, in step with YARP's configuration. Thread-safe.</summary>
internal sealed class ClusterRouters : IClusterChangeListener
{
    public const string WeightKey = "Weight";
    public const string Http2AddressKey = "Http2Address";

    private readonly ConcurrentDictionary<string, ClusterRouter> _routers = new(StringComparer.OrdinalIgnoreCase);
    private readonly RouterOptions _options;
    private readonly TimeProvider _time;
    private readonly RoutingMeter _meter;
    private readonly RequestMeter _requests;
    private readonly ILogger _logger;

    public ClusterRouters(
        IOptions<ConduitOptions> options, TimeProvider time, RoutingMeter meter, RequestMeter requests, ILogger<ClusterRouters> logger)
    {
        _logger = logger;
        _options = options.Value.Routing;
        _time = time;
        _meter = meter;
        _requests = requests;
    }

    public IEnumerable<ClusterRouter> All => _routers.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value);

    /// <summary>The router of a cluster; null if it did not opt in.</summary>
    public ClusterRouter? Find(string clusterId) => _routers.GetValueOrDefault(clusterId);

    public void OnClusterAdded(ClusterState cluster) => OnClusterChanged(cluster);

    public void OnClusterChanged(ClusterState cluster)
    {
        var policy = PolicyNames.All.FirstOrDefault(name => name.Equals(cluster.Model.Config.LoadBalancingPolicy, StringComparison.OrdinalIgnoreCase));
        var known = Find(cluster.ClusterId);
        if (known is not null && known.Router.Policy != policy)
        {
            OnClusterRemoved(cluster);
            known = null;
        }

        if (policy is not null)
        {
            Update(known?.Router ?? Add(cluster.ClusterId, policy), cluster);
        }
    }

    public void OnClusterRemoved(ClusterState cluster)
    {
        if (_routers.TryRemove(cluster.ClusterId, out var removed))
        {
            removed.Metrics.Dispose();
        }
    }

    private static void Update(Router router, ClusterState cluster)
    {
        var destinations = cluster.Destinations.Values.OrderBy(destination => destination.DestinationId, StringComparer.Ordinal).ToArray();
        router.Update([.. destinations.Select(destination => Define(destination.DestinationId, destination.Model.Config))]);
        foreach (var (upstream, destination) in router.Upstreams.Zip(destinations))
        {
            upstream.Tag = destination;
        }
    }

    private static UpstreamDefinition Define(string id, DestinationConfig config) => new(id, new Uri(config.Address))
    {
        Http2Address = config.Metadata?.GetValueOrDefault(Http2AddressKey) is { Length: > 0 } address ? new Uri(address) : null,
        Weight = config.Metadata?.GetValueOrDefault(WeightKey) is { Length: > 0 } weight ? double.Parse(weight, CultureInfo.InvariantCulture) : 1,
    };

    private Router Add(string clusterId, string policy)
    {
        var metrics = _meter.For(clusterId);
        var router = new Router(policy, _options, _time, new LoggedRouter(clusterId, policy, metrics, _logger));
        metrics.Watch(router);
        _routers[clusterId] = new(clusterId, router, metrics, _requests.For(clusterId));
        return router;
    }
}
