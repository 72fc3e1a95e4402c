using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using Conduit.Proxy;
using Conduit.Proxy.Telemetry;
using Conduit.Routing;
using Conduit.Routing.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Conduit.Benchmarks;

/// <summary>What is paid for being able to ask: the tracer's record, and the metrics of a request and of an attempt, with and without a listener.</summary>
public class TelemetryBenchmarks
{
    private static readonly TimeSpan Duration = TimeSpan.FromMilliseconds(5);

    private readonly DefaultHttpContext _context = new();
    private ServiceProvider _services = null!;
    private MeterProvider? _provider;
    private RouterMetrics _metrics = null!;
    private RequestInstruments _instruments = null!;
    private RequestTracer _tracer = null!;
    private ProxiedRequest _request;
    private RoutedRequest _routed = null!;

    [Params(false, true)]
    public bool Listening { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = _services.GetRequiredService<IMeterFactory>();
        _provider = Listening
            ? Sdk.CreateMeterProviderBuilder().AddMeter(RoutingMeter.Name, RequestMeter.Name).AddReader(new BaseExportingMetricReader(new SilentExporter())).Build()
            : null;
        _metrics = new RoutingMeter(meters).For("upstreams");
        var meter = new RequestMeter(meters);
        meter.Add("upstreams");
        _instruments = meter.Find("upstreams")!;
        var router = DecisionLoop.RouterOver(2, observer: _metrics);
        _routed = new RoutedRequest(router, "GET", BodyKind.None);
        DecisionLoop.Run(router, _routed);
        _tracer = new RequestTracer(Options.Create(new ConduitOptions()), TimeProvider.System);
        _context.Request.Method = "GET";
        _context.Request.Path = "/items/1";
        _request = new ProxiedRequest
        {
            StartedAt = 0,
            Routed = _routed,
            Outcome = RequestOutcome.Success,
        };
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _provider?.Dispose();
        _services.Dispose();
    }

    [Benchmark]
    public void AttemptMetrics()
    {
        _metrics.Decided(in _routed[0]);
        _metrics.Ended(in _routed[0]);
    }

    [Benchmark]
    public void RequestMetrics() => _instruments.Ended(RequestOutcome.Success, Duration);

    [Benchmark]
    public void TracerRecord() => _tracer.Record(_context, in _request, Duration);

    private sealed class SilentExporter : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch) => ExportResult.Success;
    }
}
