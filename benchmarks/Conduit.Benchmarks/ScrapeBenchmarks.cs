using BenchmarkDotNet.Attributes;
using Conduit.Proxy;
using Conduit.Routing;
using Conduit.Yarp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry.Exporter;

namespace Conduit.Benchmarks;

/// <summary>What one look at <c>/metrics</c> of the real proxy takes, every upstream having answered well and failed in three ways; the client that reads it included.</summary>
public class ScrapeBenchmarks
{
    private WebApplication _proxy = null!;
    private HttpClient _client = null!;

    [Params(2, 100)]
    public int Upstreams { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        string[] pool =
        [
            "--ReverseProxy:Routes:all:ClusterId=upstreams",
            "--ReverseProxy:Routes:all:Match:Path=/{**path}",
            "--ReverseProxy:Clusters:upstreams:LoadBalancingPolicy=Adaptive",
            .. Enumerable.Range(1, Upstreams).Select(i => $"--ReverseProxy:Clusters:upstreams:Destinations:node-{i}:Address=http://127.0.0.1:1"),
        ];
        _proxy = ConduitProxy.Build([$"--contentRoot={Path.GetTempPath()}", "--urls=http://127.0.0.1:0", "--Conduit:Http2Port=0", "--Logging:LogLevel:Default=None", .. pool]);
        // What was just asked is not measured again, else.
        _proxy.Services.GetRequiredService<IOptionsMonitor<PrometheusAspNetCoreOptions>>().CurrentValue.ScrapeResponseCacheDurationMilliseconds = 0;
        await _proxy.StartAsync();
        var router = _proxy.Services.GetRequiredService<ClusterRouters>().Find("upstreams")!.Router;
        AttemptOutcome[] outcomes = [AttemptOutcome.Success, AttemptOutcome.ClientError, AttemptOutcome.ServerError, AttemptOutcome.Timeout];
        foreach (var upstream in router.Upstreams)
        {
            foreach (var outcome in outcomes)
            {
                var request = new RoutedRequest(router, "GET", BodyKind.None) { Among = [upstream] };
                if (router.TryBegin(request))
                {
                    router.Feedback.Complete(request, 0, outcome);
                }
            }
        }

        var address = _proxy.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _client = new HttpClient { BaseAddress = new Uri(address) };
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        _client.Dispose();
        await _proxy.StopAsync();
        await _proxy.DisposeAsync();
    }

    [Benchmark]
    public async Task<long> Scrape()
    {
        using var answer = await _client.GetAsync("/metrics");
        return (await answer.Content.ReadAsByteArrayAsync()).LongLength;
    }
}
