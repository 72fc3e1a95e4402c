using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Model;

namespace Conduit.Yarp;

/// <summary>Each route's settings, read once a configuration. Thread-safe.</summary>
internal sealed class RouteSettingsTable : IConfigChangeListener
{
    private readonly ConcurrentDictionary<RouteModel, RouteSettings> _settings = new();
    private readonly Func<RouteModel, RouteSettings> _read;

    public RouteSettingsTable(IOptions<ConduitYarpOptions> options)
        => _read = route => RouteSettings.Of(route.Config, options.Value.Routing);

    public RouteSettings Of(RouteModel route) => _settings.TryGetValue(route, out var known) ? known : _settings.GetOrAdd(route, _read);

    public void ConfigurationLoaded(IReadOnlyList<IProxyConfig> proxyConfigs)
    {
    }

    public void ConfigurationLoadingFailed(IProxyConfigProvider configProvider, Exception exception)
    {
    }

    // Routes that are no more would stay for good.
    public void ConfigurationApplied(IReadOnlyList<IProxyConfig> proxyConfigs) => _settings.Clear();

    public void ConfigurationApplyingFailed(IReadOnlyList<IProxyConfig> proxyConfigs, Exception exception)
    {
    }
}
