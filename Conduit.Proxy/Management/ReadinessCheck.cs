using Conduit.Yarp;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Conduit.Proxy.Management;

/// <summary>Ready: at least one upstream can be routed to without panic, and the proxy is not draining.</summary>
internal sealed class ReadinessCheck : IHealthCheck
{
    private readonly ClusterRouters _routers;
    private readonly IHostApplicationLifetime _lifetime;

    public ReadinessCheck(ClusterRouters routers, IHostApplicationLifetime lifetime)
    {
        _routers = routers;
        _lifetime = lifetime;
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (_lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy("draining"));
        }

        var clusters = _routers.All.ToArray();
        return Task.FromResult(clusters.Length == 0 || clusters.Any(cluster => cluster.Router.IsReady)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("no upstream can be routed to"));
    }
}
