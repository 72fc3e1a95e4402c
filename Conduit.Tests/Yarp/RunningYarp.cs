using Conduit.Tests.Proxy;
using Conduit.Yarp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Conduit.Tests.Yarp;

/// <summary>Somebody's YARP application with the router in it, and nothing else of Conduit's.</summary>
internal sealed class RunningYarp : IAsyncDisposable
{
    private RunningYarp(WebApplication app)
    {
        App = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = RunningProxy.Patience };
    }

    public WebApplication App { get; }

    public HttpClient Client { get; }

    public ClusterRouters Routers => App.Services.GetRequiredService<ClusterRouters>();

    public static async Task<RunningYarp> StartAsync(IEnumerable<(string Key, string Value)> settings, Action<ConduitYarpOptions>? configure = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.Logging.ClearProviders();
        // Later settings win.
        foreach (var (key, value) in settings)
        {
            builder.Configuration[key] = value;
        }

        builder.Services.AddRouting();
        var proxy = builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));
        _ = configure is null ? proxy.AddConduit(builder.Configuration.GetSection("Conduit")) : proxy.AddConduit(configure);
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapReverseProxy(pipeline =>
        {
            pipeline.UseConduit();
            pipeline.UseLoadBalancing();
        });
        try
        {
            await app.StartAsync();
            return new RunningYarp(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await App.StopAsync(now.Token);
        await App.DisposeAsync();
    }
}
