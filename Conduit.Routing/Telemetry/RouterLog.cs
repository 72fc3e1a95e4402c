using Microsoft.Extensions.Logging;

namespace Conduit.Routing.Telemetry;

/// <summary>Messages of the routers: rare events only, never one a request.</summary>
internal static partial class RouterLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Cluster {Cluster} is routed by {Policy} over {Upstreams}")]
    public static partial void Routing(ILogger logger, string cluster, string policy, string upstreams);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "{Upstream}: breaker {State} ({Cluster})")]
    public static partial void Excluded(ILogger logger, string upstream, string state, string cluster);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "{Upstream}: breaker {State} ({Cluster})")]
    public static partial void Changed(ILogger logger, string upstream, string state, string cluster);

    [LoggerMessage(EventId = 4, Level = LogLevel.Information, Message = "{Upstream}: breaker {State} for one route, which the router's snapshot names ({Cluster})")]
    public static partial void RouteChanged(ILogger logger, string upstream, string state, string cluster);

    public static void BreakerChanged(ILogger logger, string cluster, Upstream upstream, BreakerState state)
    {
        if (state is BreakerState.Open or BreakerState.Isolated)
        {
            Excluded(logger, upstream.Id, state.Name(), cluster);
        }
        else
        {
            Changed(logger, upstream.Id, state.Name(), cluster);
        }
    }
}
