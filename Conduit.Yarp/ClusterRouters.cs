using System.Collections.Frozen;
using System.Globalization;
using Conduit.Routing;
using Conduit.Routing.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Model;

namespace Conduit.Yarp;

/// <summary>
/// Keeps one router for each cluster that opted in by one of <see cref="PolicyNames"/>, in step with YARP's configuration. A
/// singleton service, for whoever wants to see what is known or to isolate an upstream. Thread-safe.
/// </summary>
public sealed class ClusterRouters : IClusterChangeListener
{
    internal const string WeightKey = "Weight";
    internal const string Http2AddressKey = "Http2Address";

    // Every request reads it, only a configuration changes it.
    private FrozenDictionary<string, ClusterRouter> _routers = FrozenDictionary<string, ClusterRouter>.Empty;
    private readonly Lock _changing = new();
    private readonly RouterOptions _options;
    private readonly TimeProvider _time;
    private readonly RoutingMeter _meter;
    private readonly ILogger _logger;

    /// <summary>Keeps none yet; they come with YARP's configuration.</summary>
    /// <param name="options">How each router weighs.</param>
    /// <param name="time">The clock of all measurements.</param>
    /// <param name="meter">Measures each router.</param>
    /// <param name="logger">Told of breakers and changed pools.</param>
    public ClusterRouters(IOptions<ConduitYarpOptions> options, TimeProvider time, RoutingMeter meter, ILogger<ClusterRouters> logger)
    {
        _logger = logger;
        _options = options.Value.Routing;
        _time = time;
        _meter = meter;
    }

    /// <summary>True once a pipeline asks for them.</summary>
    internal bool HaveSeat { get; set; }

    /// <summary>True once a pipeline ends with Conduit's forwarder, which knows whose messages it sends.</summary>
    internal bool HaveForwarder { get; set; }

    /// <summary>All of them, by name.</summary>
    public IEnumerable<ClusterRouter> All => Volatile.Read(ref _routers).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value);

    /// <summary>The router of a cluster; null if it did not opt in.</summary>
    /// <param name="clusterId">Its name in the configuration.</param>
    public ClusterRouter? Find(string clusterId) => Volatile.Read(ref _routers).GetValueOrDefault(clusterId);

    /// <inheritdoc/>
    public void OnClusterAdded(ClusterState cluster) => OnClusterChanged(cluster);

    /// <inheritdoc/>
    public void OnClusterChanged(ClusterState cluster)
    {
        var policy = PolicyNames.All.FirstOrDefault(name => name.Equals(cluster.Model.Config.LoadBalancingPolicy, StringComparison.OrdinalIgnoreCase));
        if (policy is null)
        {
            OnClusterRemoved(cluster);
        }
        else if (Find(cluster.ClusterId) is { } known && known.Router.Policy == policy)
        {
            Update(known.Router, cluster);
        }
        else
        {
            Replace(cluster, policy);
        }
    }

    /// <inheritdoc/>
    public void OnClusterRemoved(ClusterState cluster)
    {
        if (Find(cluster.ClusterId) is { } removed)
        {
            Change(routers => routers.Remove(cluster.ClusterId));
            removed.Metrics.Dispose();
        }
    }

    private static void Update(Router router, ClusterState cluster)
    {
        var destinations = cluster.Destinations.Values.OrderBy(destination => destination.DestinationId, StringComparer.Ordinal).ToArray();
        router.Update([.. destinations.Select(destination => Define(destination.DestinationId, destination.Model.Config))], destinations);
    }

    private static UpstreamDefinition Define(string id, DestinationConfig config) => new(id, new Uri(config.Address))
    {
        Http2Address = config.Metadata?.GetValueOrDefault(Http2AddressKey) is { Length: > 0 } address ? new Uri(address) : null,
        Weight = config.Metadata?.GetValueOrDefault(WeightKey) is { Length: > 0 } weight ? double.Parse(weight, CultureInfo.InvariantCulture) : 1,
    };

    /// <summary>Requests come in all the while: they find the router that was, or the one that is with all its upstreams.</summary>
    private void Replace(ClusterState cluster, string policy)
    {
        var metrics = _meter.For(cluster.ClusterId);
        var router = new Router(policy, _options, _time, new LoggedRouter(cluster.ClusterId, policy, metrics, _logger));
        Update(router, cluster);
        var known = Find(cluster.ClusterId);
        foreach (var upstream in known?.Router.Upstreams ?? [])
        {
            _ = upstream.IsIsolated && router.TryIsolate(upstream.Id, true);
        }

        // In this order, since two that are watched at once would show each series twice.
        known?.Metrics.Dispose();
        metrics.Watch(router);
        Change(routers => routers[cluster.ClusterId] = new(cluster.ClusterId, router, metrics));
    }

    private void Change(Action<Dictionary<string, ClusterRouter>> change)
    {
        lock (_changing)
        {
            var routers = new Dictionary<string, ClusterRouter>(_routers, StringComparer.OrdinalIgnoreCase);
            change(routers);
            Volatile.Write(ref _routers, routers.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));
        }
    }
}
