using BenchmarkDotNet.Attributes;
using Conduit.Proxy;
using Conduit.Yarp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using StockYarp;

namespace Conduit.Benchmarks;

/// <summary>
/// A request from the client's bytes to the answer's, through the whole of each proxy and nothing of the kernel: what the
/// code itself costs, where a machine's sockets and neighbours would drown it.
/// </summary>
public class RequestBenchmarks
{
    // For the just-in-time compiler to be done.
    private const int WarmUp = 200_000;

    private WebApplication _proxy = null!;
    private MemoryClient _client = null!;

    [GlobalSetup(Target = nameof(StockYarp))]
    public Task SetupStockYarpAsync() => StartAsync(BuildYarp, "--Tuned=false");

    [GlobalSetup(Target = nameof(TunedYarp))]
    public Task SetupTunedYarpAsync() => StartAsync(BuildYarp, "--Tuned=true");

    [GlobalSetup(Target = nameof(Conduit))]
    public Task SetupConduitAsync() => StartAsync(
        BuildConduit,
        // As in the settings that it ships with.
        "--Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=None",
        "--Logging:LogLevel:Microsoft.AspNetCore.Server.Kestrel=Error",
        "--Conduit:Http2Port=8081",
        "--ReverseProxy:Routes:all:ClusterId=upstreams",
        "--ReverseProxy:Routes:all:Match:Path=/{**path}",
        "--ReverseProxy:Clusters:upstreams:LoadBalancingPolicy=Adaptive",
        "--ReverseProxy:Clusters:upstreams:Destinations:alpha:Address=http://upstream-1",
        "--ReverseProxy:Clusters:upstreams:Destinations:beta:Address=http://upstream-2");

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await _proxy.StopAsync();
        await _proxy.DisposeAsync();
    }

    [Benchmark(Baseline = true)]
    public long StockYarp() => _client.Exchange();

    [Benchmark]
    public long TunedYarp() => _client.Exchange();

    [Benchmark]
    public long Conduit() => _client.Exchange();

    private static WebApplication BuildYarp(string[] args, MemoryNetwork network)
        => StockProxy.Build([.. args, "--Upstreams:0=http://upstream-1", "--Upstreams:1=http://upstream-2"], proxy =>
        {
            proxy.Services.AddSingleton<IConnectionListenerFactory>(network);
            proxy.ConfigureHttpClient((_, handler) => handler.ConnectCallback = (_, _) => new(network.Dial()));
        });

    private static WebApplication BuildConduit(string[] args, MemoryNetwork network)
        => ConduitProxy.Build(args, services =>
        {
            services.AddSingleton<IConnectionListenerFactory>(network);
            var seat = services.Last(service => service.ServiceType == typeof(IOptions<ConduitYarpOptions>)).ImplementationFactory!;
            services.AddSingleton(provider =>
            {
                var options = (IOptions<ConduitYarpOptions>)seat(provider);
                options.Value.ConfigureHttpClient((_, handler) => handler.ConnectCallback = (_, _) => new(network.Dial()));
                return options;
            });
        });

    private async Task StartAsync(Func<string[], MemoryNetwork, WebApplication> build, params string[] settings)
    {
        var network = new MemoryNetwork();
        _proxy = build([$"--contentRoot={Path.GetTempPath()}", "--urls=http://127.0.0.1:8080", "--Logging:LogLevel:Default=Warning", .. settings], network);
        await _proxy.StartAsync();
        _client = network.Connect();
        for (var i = 0; i < WarmUp; i++)
        {
            _client.Exchange();
        }
    }
}
