using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Model;

namespace Conduit.Proxy.Forwarding;

/// <summary>
/// Stages of YARP's pipeline that clusters switch on. While none has, no request asks whether its own has: each answer is
/// a search among the request's features, and passive health checks are one frame more. Thread-safe.
/// </summary>
internal sealed class OptionalStages : IClusterChangeListener
{
    private readonly ConcurrentDictionary<string, ClusterState> _clusters = new(StringComparer.OrdinalIgnoreCase);
    private volatile bool _anyAffinity;
    private volatile bool _anyPassiveChecks;

    /// <summary>Session affinity, for the clusters that have it switched on.</summary>
    public void UseSessionAffinity(IReverseProxyApplicationBuilder pipeline)
        => pipeline.UseWhen(_ => _anyAffinity, static branch => new Branch(branch).UseSessionAffinity());

    /// <summary>Passive health checks, for the clusters that have them switched on.</summary>
    public void UsePassiveHealthChecks(IReverseProxyApplicationBuilder pipeline)
        => pipeline.UseWhen(
            context => _anyPassiveChecks && HasPassiveChecks(context.GetReverseProxyFeature().Cluster),
            static branch => new Branch(branch).UsePassiveHealthChecks());

    public void OnClusterAdded(ClusterState cluster) => OnClusterChanged(cluster);

    public void OnClusterChanged(ClusterState cluster)
    {
        _clusters[cluster.ClusterId] = cluster;
        LookAgain();
    }

    public void OnClusterRemoved(ClusterState cluster)
    {
        _clusters.TryRemove(cluster.ClusterId, out _);
        LookAgain();
    }

    private static bool HasPassiveChecks(ClusterModel cluster) => cluster.Config.HealthCheck?.Passive?.Enabled == true;

    private void LookAgain()
    {
        _anyAffinity = _clusters.Values.Any(static cluster => cluster.Model.Config.SessionAffinity?.Enabled == true);
        _anyPassiveChecks = _clusters.Values.Any(static cluster => HasPassiveChecks(cluster.Model));
    }

    /// <summary>What YARP's own extensions ask for; it is nothing but the builder.</summary>
    private sealed class Branch(IApplicationBuilder builder) : IReverseProxyApplicationBuilder
    {
        public IServiceProvider ApplicationServices
        {
            get => builder.ApplicationServices;
            set => builder.ApplicationServices = value;
        }

        public IFeatureCollection ServerFeatures => builder.ServerFeatures;

        public IDictionary<string, object?> Properties => builder.Properties;

        public IApplicationBuilder Use(Func<RequestDelegate, RequestDelegate> middleware) => builder.Use(middleware);

        public IApplicationBuilder New() => builder.New();

        public RequestDelegate Build() => builder.Build();
    }
}
