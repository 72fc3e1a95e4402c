namespace Conduit.Routing.Telemetry;

/// <summary>Counts what one router does, and shows what it knows. Thread-safe.</summary>
public sealed class RouterMetrics : IRouterObserver, IDisposable
{
    private readonly RoutingMeter _meter;
    private readonly string _cluster;
    private Router? _router;

    internal RouterMetrics(RoutingMeter meter, string cluster)
    {
        _meter = meter;
        _cluster = cluster;
    }

    /// <summary>Shows this router's upstreams in the gauges from now on.</summary>
    /// <param name="router">The router this observes.</param>
    public void Watch(Router router)
    {
        _router = router;
        _meter.Add(this);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Remove(this);

    /// <inheritdoc/>
    public void Decided(in Attempt attempt)
    {
        InstrumentsOf(attempt.Upstream).Count(attempt.Reason);
        switch (attempt.Reason)
        {
            case DecisionReason.Failover:
                _meter.Failovers.Add(1);
                break;
            case DecisionReason.Hedge:
                _meter.Hedges.Add(1);
                break;
            case DecisionReason.Panic:
                _meter.Panics.Add(1);
                break;
        }
    }

    /// <inheritdoc/>
    public void Ended(in Attempt attempt)
    {
        var instruments = InstrumentsOf(attempt.Upstream);
        var seconds = (double)attempt.Waited / MonotonicClock.Second;
        instruments.Count(attempt.Outcome, seconds);
        _meter.AttemptDuration.Record(seconds, instruments[attempt.Outcome]);
    }

    /// <inheritdoc/>
    public void BreakerChanged(Upstream upstream, BreakerState state)
        => _meter.Transitions.Add(1, InstrumentsOf(upstream)[state].AsSpan());

    /// <inheritdoc/>
    public void RetryBudgetExhausted() => _meter.RetryBudgetExhausted.Add(1);

    /// <inheritdoc/>
    public void UpstreamsChanged(IReadOnlyList<Upstream> upstreams)
    {
        foreach (var upstream in upstreams)
        {
            // Series exist from the start: a rate over a counter that appears with its first event misses that event.
            var tags = InstrumentsOf(upstream);
            foreach (var state in Enum.GetValues<BreakerState>())
            {
                _meter.Transitions.Add(0, tags[state].AsSpan());
            }
        }
    }

    /// <summary>Cumulative counts of the attempts at or below each of <see cref="RoutingMeter.LatencyBuckets"/>, and of all; per upstream.</summary>
    public IEnumerable<(string Id, IReadOnlyList<long> Cumulative)> Latencies()
    {
        foreach (var upstream in _router?.Upstreams ?? [])
        {
            yield return (upstream.Id, InstrumentsOf(upstream).CumulativeLatencies());
        }
    }

    /// <summary>What is counted of each present upstream; one that leaves takes its counts along.</summary>
    internal IEnumerable<UpstreamInstruments> Instruments => (_router?.Upstreams ?? []).Select(InstrumentsOf);

    internal IEnumerable<(UpstreamSnapshot Upstream, UpstreamInstruments Tags)> Snapshot()
    {
        if (_router is null)
        {
            yield break;
        }

        var snapshots = _router.Snapshot(out var upstreams).Upstreams;
        for (var i = 0; i < snapshots.Count; i++)
        {
            yield return (snapshots[i], InstrumentsOf(upstreams[i]));
        }
    }

    private UpstreamInstruments InstrumentsOf(Upstream upstream)
    {
        if (upstream.Instruments is { } known)
        {
            return known;
        }

        return upstream.SetInstruments(new UpstreamInstruments(_cluster, upstream.Id));
    }
}
