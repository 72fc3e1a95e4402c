using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using Conduit.Routing.Telemetry;

namespace Conduit.Proxy.Telemetry;

/// <summary>The instruments of requests as clients see them. Names and labels are a contract with dashboards.</summary>
internal sealed class RequestMeter
{
    public const string Name = "Conduit.Proxy";

    // Every request reads it, only a configuration changes it.
    private FrozenDictionary<string, RequestInstruments> _clusters = FrozenDictionary<string, RequestInstruments>.Empty;
    private readonly Lock _changing = new();

    public RequestMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        meter.CreateObservableCounter("conduit.requests", () => Volatile.Read(ref _clusters).Values.SelectMany(cluster => cluster.Requests), null, "Requests that have ended");
        Duration = meter.CreateHistogram("conduit.request.duration", "s", "Time of a request in the proxy, its answer's body included", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = RoutingMeter.LatencyBuckets });
        Shed = meter.CreateCounter<long>("conduit.shed", null, "Requests refused because there were too many at once");
        Shed.Add(0);
    }

    public Histogram<double> Duration { get; }

    public Counter<long> Shed { get; }

    /// <summary>The instruments of a cluster; null if it is not measured.</summary>
    public RequestInstruments? Find(string cluster) => Volatile.Read(ref _clusters).GetValueOrDefault(cluster);

    /// <summary>Measures a cluster from now on, if it is not measured yet.</summary>
    public void Add(string cluster) => Change(clusters => clusters.TryAdd(cluster, new(this, cluster)));

    /// <summary>Measures a cluster no longer.</summary>
    public void Remove(string cluster) => Change(clusters => clusters.Remove(cluster));

    private void Change(Action<Dictionary<string, RequestInstruments>> change)
    {
        lock (_changing)
        {
            var clusters = new Dictionary<string, RequestInstruments>(_clusters, StringComparer.OrdinalIgnoreCase);
            change(clusters);
            Volatile.Write(ref _clusters, clusters.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));
        }
    }
}
