using Microsoft.Extensions.Logging;

namespace Conduit.Routing.Telemetry;

/// <summary>Logs a router's rare events, breakers and pool, and passes everything on to its metrics. Thread-safe.</summary>
public sealed class LoggedRouter : IRouterObserver
{
    private readonly string _cluster;
    private readonly string _policy;
    private readonly IRouterObserver _metrics;
    private readonly ILogger _logger;

    /// <summary>Stands between a router and its metrics.</summary>
    /// <param name="cluster">What the router's pool is called in messages.</param>
    /// <param name="policy">Name of its policy.</param>
    /// <param name="metrics">Hears of everything after.</param>
    /// <param name="logger">Where messages go.</param>
    public LoggedRouter(string cluster, string policy, IRouterObserver metrics, ILogger logger)
    {
        _cluster = cluster;
        _policy = policy;
        _metrics = metrics;
        _logger = logger;
    }

    /// <inheritdoc/>
    public void Decided(in Attempt attempt) => _metrics.Decided(in attempt);

    /// <inheritdoc/>
    public void Ended(in Attempt attempt) => _metrics.Ended(in attempt);

    /// <inheritdoc/>
    public void BreakerChanged(Upstream upstream, BreakerState state)
    {
        RouterLog.BreakerChanged(_logger, _cluster, upstream, state);
        _metrics.BreakerChanged(upstream, state);
    }

    /// <inheritdoc/>
    public void RouteBreakerChanged(Upstream upstream, string route, BreakerState state)
    {
        // A route's name is part of a client's path, and stays out of logs.
        RouterLog.RouteChanged(_logger, upstream.Id, state.Name(), _cluster);
        _metrics.RouteBreakerChanged(upstream, route, state);
    }

    /// <inheritdoc/>
    public void RetryBudgetExhausted() => _metrics.RetryBudgetExhausted();

    /// <inheritdoc/>
    public void UpstreamsChanged(IReadOnlyList<Upstream> upstreams)
    {
        RouterLog.Routing(_logger, _cluster, _policy, upstreams.Count == 0 ? "nothing" : string.Join(", ", upstreams.Select(upstream => upstream.Id)));
        _metrics.UpstreamsChanged(upstreams);
    }
}
