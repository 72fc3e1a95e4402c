using Conduit.Tests.Proxy;
using Conduit.Yarp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Conduit.Tests.Yarp;

/// <summary>Somebody's YARP application with the router in it, and nothing else of Conduit's.</summary>
internal sealed class RunningYarp : IAsyncDisposable
{
    private readonly Settings _settings;

    private RunningYarp(WebApplication app, Settings settings)
    {
        App = app;
        _settings = settings;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = RunningProxy.Patience };
    }

    public WebApplication App { get; }

    public HttpClient Client { get; }

    public ClusterRouters Routers => App.Services.GetRequiredService<ClusterRouters>();

    /// <summary>Starts it with these settings; later ones win.</summary>
    /// <param name="settings">All its configuration.</param>
    /// <param name="configure">Sets Conduit's options in the place of the settings.</param>
    /// <param name="services">Adds what is to be there before Conduit.</param>
    /// <param name="pipeline">The proxy's pipeline, if not the router and YARP's load balancing.</param>
    public static async Task<RunningYarp> StartAsync(
        IEnumerable<(string Key, string Value)> settings, Action<ConduitYarpOptions>? configure = null,
        Action<IServiceCollection>? services = null, Action<IReverseProxyApplicationBuilder>? pipeline = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.Logging.ClearProviders();
        var source = new Settings();
        source.Become(settings);
        ((IConfigurationBuilder)builder.Configuration).Add(source);
        services?.Invoke(builder.Services);
        builder.Services.AddRouting();
        var proxy = builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));
        _ = configure is null ? proxy.AddConduit(builder.Configuration.GetSection("Conduit")) : proxy.AddConduit(configure);
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapReverseProxy(pipeline ?? UseConduit);
        try
        {
            await app.StartAsync();
            return new RunningYarp(app, source);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes over other settings. YARP has done so too when this returns.</summary>
    public void Reload(IEnumerable<(string Key, string Value)> settings) => _settings.Become(settings);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await App.StopAsync(now.Token);
        await App.DisposeAsync();
    }

    private static void UseConduit(IReverseProxyApplicationBuilder pipeline)
    {
        pipeline.UseConduit();
        pipeline.UseLoadBalancing();
    }

    /// <summary>Settings of which some may go away again.</summary>
    private sealed class Settings : ConfigurationProvider, IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public void Become(IEnumerable<(string Key, string Value)> settings)
        {
            var data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
            foreach (var (key, value) in settings)
            {
                data[key] = value;
            }

            Data = data;
            OnReload();
        }
    }
}
