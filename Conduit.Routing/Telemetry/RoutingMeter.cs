using System.Diagnostics.Metrics;

namespace Conduit.Routing.Telemetry;

/// <summary>The instruments of routing, one set a process. Names and labels are a contract with dashboards.</summary>
public sealed class RoutingMeter
{
    /// <summary>Name of the meter, to be added to a metrics provider.</summary>
    public const string Name = "Conduit.Routing";

    /// <summary>Upper bounds in seconds that suit requests of 1 ms to 30 s.</summary>
    public static IReadOnlyList<double> LatencyBuckets { get; } =
    [
        0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4,
        0.5, 0.75, 1, 1.5, 2, 3, 5, 7.5, 10, 15, 30,
    ];

    private readonly List<RouterMetrics> _routers = [];
    private readonly Lock _routersLock = new();

    /// <summary>Creates the instruments.</summary>
    /// <param name="meters">Where meters come from; each host has its own.</param>
    public RoutingMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        // What every request counts is kept as plain numbers and read by whoever collects: looking up a series costs more than the count.
        meter.CreateObservableCounter("conduit.attempts", () => Count(static upstream => upstream.Attempts), null, "Attempts on upstreams that have ended");
        meter.CreateObservableCounter("conduit.router.decisions", () => Count(static upstream => upstream.Decisions), null, "Decisions of the router");
        AttemptDuration = meter.CreateHistogram("conduit.attempt.duration", "s", "Time of an attempt to its response headers or failure",
            null, new InstrumentAdvice<double> { HistogramBucketBoundaries = LatencyBuckets });
        Transitions = meter.CreateCounter<long>("conduit.breaker.transitions", null, "Breaker states entered");
        Failovers = meter.CreateCounter<long>("conduit.failovers", null, "Further attempts after a failure");
        Hedges = meter.CreateCounter<long>("conduit.hedges", null, "Further attempts beside a slow one");
        RetryBudgetExhausted = meter.CreateCounter<long>("conduit.retry.budget.exhausted", null, "Further attempts the budget had no token for");
        Panics = meter.CreateCounter<long>("conduit.panic", null, "Decisions made with every breaker open");
        foreach (var counter in (Counter<long>[])[Failovers, Hedges, RetryBudgetExhausted, Panics])
        {
            counter.Add(0);
        }

        meter.CreateObservableGauge("conduit.upstream.score", () => Observe(static snapshot => snapshot.Score), null, "Present score, 0 to 1000");
        meter.CreateObservableGauge("conduit.upstream.latency.ewma", () => Observe(static snapshot => snapshot.Latency.TotalSeconds), "s",
            "Peak-sensitive moving average of the time to headers, above the mean by design");
        meter.CreateObservableGauge("conduit.upstream.error.ewma", () => Observe(static snapshot => snapshot.ErrorRate), null, "Error rate the router goes by, 0 to 1");
        meter.CreateObservableGauge("conduit.upstream.in.flight", () => Observe(static snapshot => snapshot.InFlight), null, "Requests that wait for response headers");
        meter.CreateObservableGauge("conduit.breaker.state", ObserveBreakers, null, "1 for the present state, 0 for the others");
    }

    internal Histogram<double> AttemptDuration { get; }

    internal Counter<long> Transitions { get; }

    internal Counter<long> Failovers { get; }

    internal Counter<long> Hedges { get; }

    internal Counter<long> RetryBudgetExhausted { get; }

    internal Counter<long> Panics { get; }

    /// <summary>Measures one router: pass the result to it as its observer, then <see cref="RouterMetrics.Watch"/> it.</summary>
    /// <param name="cluster">Value of the <c>cluster</c> label.</param>
    public RouterMetrics For(string cluster) => new(this, cluster);

    internal void Add(RouterMetrics router)
    {
        lock (_routersLock)
        {
            _routers.Add(router);
        }
    }

    internal void Remove(RouterMetrics router)
    {
        lock (_routersLock)
        {
            _routers.Remove(router);
        }
    }

    private RouterMetrics[] Watched()
    {
        lock (_routersLock)
        {
            return [.. _routers];
        }
    }

    private IEnumerable<Measurement<long>> Count(Func<UpstreamInstruments, IEnumerable<Measurement<long>>> counts)
        => Watched().SelectMany(router => router.Instruments).SelectMany(counts);

    private IEnumerable<Measurement<double>> Observe(Func<UpstreamSnapshot, double> value)
    {
        foreach (var router in Watched())
        {
            foreach (var (upstream, tags) in router.Snapshot())
            {
                yield return new(value(upstream), tags.Plain);
            }
        }
    }

    private IEnumerable<Measurement<int>> ObserveBreakers()
    {
        foreach (var router in Watched())
        {
            foreach (var (upstream, tags) in router.Snapshot())
            {
                foreach (var state in Enum.GetValues<BreakerState>())
                {
                    yield return new(upstream.Breaker == state ? 1 : 0, tags[state]);
                }
            }
        }
    }
}
