using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Conduit.Routing.Telemetry;

namespace Conduit.Proxy.Telemetry;

/// <summary>The instruments of requests as clients see them. Names and labels are a contract with dashboards.</summary>
internal sealed class RequestMeter
{
    public const string Name = "Conduit.Proxy";

    private readonly ConcurrentDictionary<string, RequestInstruments> _clusters = new(StringComparer.OrdinalIgnoreCase);

    public RequestMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        meter.CreateObservableCounter("conduit.requests", () => _clusters.Values.SelectMany(cluster => cluster.Requests), null, "Requests that have ended");
        Duration = meter.CreateHistogram("conduit.request.duration", "s", "Time of a request in the proxy, its answer's body included", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = RoutingMeter.LatencyBuckets });
        Shed = meter.CreateCounter<long>("conduit.shed", null, "Requests refused because there were too many at once");
        Shed.Add(0);
    }

    public Histogram<double> Duration { get; }

    public Counter<long> Shed { get; }

    /// <summary>The instruments of a cluster; null if it is not measured.</summary>
    public RequestInstruments? Find(string cluster) => _clusters.GetValueOrDefault(cluster);

    /// <summary>Measures a cluster from now on, if it is not measured yet.</summary>
    public RequestInstruments Add(string cluster) => _clusters.GetOrAdd(cluster, static (name, meter) => new(meter, name), this);

    /// <summary>Measures a cluster no longer.</summary>
    public void Remove(string cluster) => _clusters.TryRemove(cluster, out _);
}
