using System.Diagnostics.Metrics;
using Conduit.Routing;
using Conduit.Routing.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Conduit.Tests.Routing;

public sealed class RouterMetricsTests
{
    [Fact]
    public void Gauge_read_while_the_pool_changes_shows_each_upstream_under_its_own_name()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var time = new WatchedTime();
        using var metrics = new RoutingMeter(meters).For("orders");
        var router = new Router(PolicyNames.Adaptive, new RouterOptions(), time, metrics);
        metrics.Watch(router);
        router.Update([RouterHarness.Define(0), RouterHarness.Define(1)]);
        Assert.True(router.TryBegin(new RoutedRequest(router, "GET", BodyKind.None) { Among = [router.Upstreams[0]] }));
        using var inFlight = new MetricCollector<double>(meters, RoutingMeter.Name, "conduit.upstream.in.flight");

        time.AtNextReading(() => router.Update([RouterHarness.Define(1), RouterHarness.Define(0)]));
        inFlight.RecordObservableInstruments();

        Assert.Equal(
            [("u0", 1.0), ("u1", 0.0)],
            inFlight.GetMeasurementSnapshot().Select(measured => ((string)measured.Tags["upstream"]!, measured.Value)).Order());
    }
}
