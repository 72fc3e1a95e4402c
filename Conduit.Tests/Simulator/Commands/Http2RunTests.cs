using System.Text.Json.Nodes;
using Conduit.Tests.Integration;
using Conduit.Tests.Proxy;

namespace Conduit.Tests.Simulator.Commands;

/// <summary>Runs over HTTP/2 without TLS, against the proxy's port for it.</summary>
public sealed class Http2RunTests : IAsyncLifetime
{
    private SmallLab _lab = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Http2Target => _lab.Proxy.Http2Address.GetLeftPart(UriPartial.Authority);

    public async ValueTask InitializeAsync()
    {
        _lab = await SmallLab.StartAsync();
        _lab.Write("quick", "upstreams: { alpha: {} }\nphases: [ { name: only, for: 1s, rate: 40 } ]\nfaults: [ { at: 0s, for: 1s, on: alpha, kind: latency, add: 1ms } ]");
    }

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Run_says_its_protocol_and_still_knows_upstreams_counters_and_control_ports()
    {
        var report = _lab.PathOf("report.json");

        var (code, output, error) = await _lab.RunAsync(Stop, "run", "quick", "--http2", "--target", Http2Target, "--lab", "none", "--report", report);

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("live, HTTP/2", output, StringComparison.Ordinal);
        var json = JsonNode.Parse(await File.ReadAllTextAsync(report, Stop))!;
        Assert.Equal(("HTTP/2", "RoundRobin", 1.0), ((string?)json["protocol"], (string?)json["policy"], (double?)json["upstreams"]!["alpha"]!["share"]));
        // The proxy counts an attempt a moment after its answer has gone out.
        Assert.InRange((double)json["attempts"]! / (double)json["requests"]!, 0.9, 1.1);
        Assert.Equal(1.0, (double?)json["successRate"]);
    }

    [Fact]
    public async Task Run_where_only_older_HTTP_is_spoken_ends_with_3_and_the_remedy()
    {
        var (code, _, error) = await _lab.RunAsync(Stop, "run", "quick", "--http2", "--target", _lab.Proxy.Address.GetLeftPart(UriPartial.Authority), "--lab", "none");

        Assert.Equal(3, code);
        Assert.Contains("in HTTP/2: ", error, StringComparison.Ordinal);
        Assert.Contains("an address that takes HTTP/2 without TLS", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_takes_the_lab_over_though_that_uses_another_port_of_the_same_proxy()
    {
        _lab.Write("loop", "phases: [ { name: all-day, for: 1h, rate: 20 } ]");
        await using var simulator = await Serve.RunningSimulator.StartAsync(_lab.Proxy.Address, _lab.Catalog);
        var loop = await simulator.LoopAsync();

        var (code, _, error) = await _lab.RunAsync(Stop, "run", "quick", "--http2", "--target", Http2Target, "--lab", simulator.Address.GetLeftPart(UriPartial.Authority));

        Assert.Equal((0, ""), (code, error));
        await Until.TrueAsync(
            async () => (await simulator.RunsAsync()).Any(run => (string?)run["id"] == (string?)loop["id"] && (string?)run["state"] == "cancelled"),
            RunningProxy.Patience, "the loop gave way");
    }

    [Fact]
    public async Task Report_of_a_virtual_run_has_no_protocol()
    {
        var report = _lab.PathOf("virtual.json");

        Assert.Equal(0, (await _lab.RunAsync(Stop, "run", "quick", "--virtual", "--report", report)).Code);

        Assert.False(JsonNode.Parse(await File.ReadAllTextAsync(report, Stop))!.AsObject().ContainsKey("protocol"));
    }
}
