using System.Diagnostics.Metrics;
using Conduit.Routing.Telemetry;

namespace Conduit.Proxy.Telemetry;

/// <summary>The instruments of requests as clients see them. Names and labels are a contract with dashboards.</summary>
internal sealed class RequestMeter
{
    public const string Name = "Conduit.Proxy";

    public RequestMeter(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        Requests = meter.CreateCounter<long>("conduit.requests", null, "Requests that have ended");
        Duration = meter.CreateHistogram("conduit.request.duration", "s", "Time of a request in the proxy, its answer's body included", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = RoutingMeter.LatencyBuckets });
        Shed = meter.CreateCounter<long>("conduit.shed", null, "Requests refused because there were too many at once");
        Shed.Add(0);
    }

    public Counter<long> Requests { get; }

    public Histogram<double> Duration { get; }

    public Counter<long> Shed { get; }

    public RequestInstruments For(string cluster) => new(this, cluster);
}
