using Yarp.ReverseProxy.Configuration;

namespace StockYarp;

/// <summary>
/// What anyone gets who adds YARP to a web application: the yardstick. With <c>--Tuned=true</c> it has the same settings of
/// Kestrel, sockets and logging as Conduit; the runtime's come with the process.
/// </summary>
internal static class StockProxy
{
    private const string Pool = "upstreams";

    /// <summary>Puts it together.</summary>
    /// <param name="args">Settings: <c>--Upstreams:0=</c> and so on, <c>--Tuned=</c>.</param>
    /// <param name="alter">What a host changes before it is built; null for nothing.</param>
    public static WebApplication Build(string[] args, Action<IReverseProxyBuilder>? alter = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        // Its limit of 30 MB would refuse the large bodies.
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var addresses = builder.Configuration.GetSection("Upstreams").Get<string[]>() ?? [];
        var proxy = builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = Pool, Match = new RouteMatch { Path = "/{**path}" } }],
            [
                new ClusterConfig
                {
                    ClusterId = Pool,
                    LoadBalancingPolicy = "PowerOfTwoChoices",
                    Destinations = addresses.Select((address, index) => new KeyValuePair<string, DestinationConfig>($"upstream-{index}", new() { Address = address })).ToDictionary(),
                },
            ]);
        if (builder.Configuration.GetValue<bool>("Tuned"))
        {
            builder.Logging.ClearProviders();
            builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
            proxy.ConfigureHttpClient(static (_, handler) => handler.ActivityHeadersPropagator = null);
        }

        alter?.Invoke(proxy);
        var app = builder.Build();
        app.MapGet("/_bench/allocated", static () => GC.GetTotalAllocatedBytes());
        app.MapReverseProxy();
        return app;
    }
}
