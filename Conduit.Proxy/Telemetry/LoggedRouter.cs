using Conduit.Routing;

namespace Conduit.Proxy.Telemetry;

/// <summary>Logs a router's rare events and passes everything on to its metrics.</summary>
internal sealed class LoggedRouter : IRouterObserver
{
    private readonly string _cluster;
    private readonly string _policy;
    private readonly IRouterObserver _metrics;
    private readonly ILogger _logger;

    public LoggedRouter(string cluster, string policy, IRouterObserver metrics, ILogger logger)
    {
        _cluster = cluster;
        _policy = policy;
        _metrics = metrics;
        _logger = logger;
    }

    public void Decided(in Attempt attempt) => _metrics.Decided(in attempt);

    public void Ended(in Attempt attempt) => _metrics.Ended(in attempt);

    public void BreakerChanged(Upstream upstream, BreakerState state)
    {
        RouterLog.BreakerChanged(_logger, _cluster, upstream, state);
        _metrics.BreakerChanged(upstream, state);
    }

    public void RouteBreakerChanged(Upstream upstream, string route, BreakerState state)
    {
        // A route's name is part of a client's path, and stays out of logs.
        RouterLog.RouteChanged(_logger, upstream.Id, state.Name(), _cluster);
        _metrics.RouteBreakerChanged(upstream, route, state);
    }

    public void RetryBudgetExhausted() => _metrics.RetryBudgetExhausted();

    public void UpstreamsChanged(IReadOnlyList<Upstream> upstreams)
    {
        RouterLog.Routing(_logger, _cluster, _policy, upstreams.Count == 0 ? "nothing" : string.Join(", ", upstreams.Select(upstream => upstream.Id)));
        _metrics.UpstreamsChanged(upstreams);
    }
}
