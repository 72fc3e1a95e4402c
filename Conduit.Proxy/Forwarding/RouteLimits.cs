using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Model;

namespace Conduit.Proxy.Forwarding;

/// <summary>Time limits of a route: from its metadata <c>AttemptTimeout</c> and <c>Deadline</c>, else the defaults. Thread-safe.</summary>
internal sealed class RouteLimits
{
    public const string AttemptTimeoutKey = "AttemptTimeout";
    public const string DeadlineKey = "Deadline";

    private readonly ConditionalWeakTable<RouteModel, Limits> _limits = [];
    private readonly ConditionalWeakTable<RouteModel, Limits>.CreateValueCallback _read;

    public RouteLimits(IOptions<ConduitOptions> options)
    {
        var defaults = options.Value.Routing;
        _read = route => new(
            Read(route.Config, AttemptTimeoutKey) ?? defaults.AttemptTimeout,
            Read(route.Config, DeadlineKey) ?? defaults.Deadline);
    }

    public (TimeSpan AttemptTimeout, TimeSpan Deadline) Of(RouteModel route)
    {
        var limits = _limits.GetValue(route, _read);
        return (limits.AttemptTimeout, limits.Deadline);
    }

    /// <summary>The limit a route sets; null if it sets none, or none that is a time above 0.</summary>
    public static TimeSpan? Read(RouteConfig route, string key)
        => route.Metadata?.TryGetValue(key, out var text) == true && TimeSpan.TryParse(text, out var time) && time > TimeSpan.Zero
            ? time
            : null;

    private sealed record Limits(TimeSpan AttemptTimeout, TimeSpan Deadline);
}
