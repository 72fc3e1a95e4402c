using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Model;

namespace Conduit.Yarp;

/// <summary>Each route's settings, read once a configuration. Thread-safe.</summary>
internal sealed class RouteSettingsTable
{
    private readonly ConditionalWeakTable<RouteModel, RouteSettings> _settings = [];
    private readonly ConditionalWeakTable<RouteModel, RouteSettings>.CreateValueCallback _read;

    public RouteSettingsTable(IOptions<ConduitYarpOptions> options)
        => _read = route => RouteSettings.Of(route.Config, options.Value.Routing);

    public RouteSettings Of(RouteModel route) => _settings.GetValue(route, _read);
}
