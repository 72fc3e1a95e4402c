using Conduit.Routing;
using Conduit.ServiceDefaults;
using Conduit.Upstreams.Chaos;
using Conduit.Upstreams.Listening;
using Conduit.Upstreams.Work;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Conduit.Upstreams;

/// <summary>How an upstream is put together: a data port and its twin for HTTP/2, which faults befall, and a control port, which they never touch.</summary>
internal static class UpstreamApp
{
    private const int DefaultPort = 3001;
    private const int ControlOffset = 1_000;
    private const int Http2Offset = 2_000;
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(1);

    public static WebApplication Build(string[] args)
    {
        // Its settings lie beside the program, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.AddServiceDefaults();
        builder.Configuration.AddInMemoryCollection(DefaultName(builder.Configuration));
        var services = builder.Services;
        services.AddStrictOptions<UpstreamOptions>(builder.Configuration, UpstreamOptions.Section, UpstreamOptions.Check);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new CommandAccess(
            provider.GetRequiredService<IOptions<UpstreamOptions>>().Value.RemoteCommands, $"{UpstreamOptions.Section}:{nameof(UpstreamOptions.RemoteCommands)}"));
        services.AddSingleton<ChaosState>();
        services.AddSingleton<WorkEndpoint>();
        services.AddSingleton<ClosableTransport>();
        services.AddSingleton<IConnectionListenerFactory>(provider => provider.GetRequiredService<ClosableTransport>());
        services.AddSingleton<ListenerFaults>();
        services.AddHostedService(provider => provider.GetRequiredService<ListenerFaults>());
        services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        builder.ConfigureListeners();

        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapChaos();
        app.UseDataPlane();
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var at = UpstreamAddresses.Of(app);
            UpstreamLog.Listening(app.Logger, app.Services.GetRequiredService<IOptions<UpstreamOptions>>().Value.Name, at.Work, at.Http2, at.Control);
        });
        return app;
    }

    private static IEnumerable<KeyValuePair<string, string?>> DefaultName(ConfigurationManager configuration)
    {
        const string Key = $"{UpstreamOptions.Section}:{nameof(UpstreamOptions.Name)}";
        return string.IsNullOrEmpty(configuration[Key]) ? [new(Key, configuration["OTEL_SERVICE_NAME"] ?? "alpha")] : [];
    }

    private static void ConfigureListeners(this WebApplicationBuilder builder)
    {
        var data = ServiceAddress.Of(builder.Configuration, DefaultPort);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            ListenForData(kestrel, data, HttpProtocols.Http1);
            ListenForData(kestrel, data.Plus(Http2Offset), HttpProtocols.Http2);
            data.Plus(ControlOffset).Listen(kestrel, HttpProtocols.Http1);
        });
    }

    private static void ListenForData(KestrelServerOptions kestrel, ServiceAddress address, HttpProtocols protocols)
    {
        foreach (var ip in address.Addresses())
        {
            kestrel.Listen(new ClosableEndPoint(ip, address.Port), listen =>
            {
                listen.Protocols = protocols;
                listen.Use(next => connection =>
                {
                    connection.Features.Set(DataPlane.Mark);
                    return next(connection);
                });
            });
        }
    }

    /// <summary>On the data ports every path is work, but for chaos to a client of this machine that came by no proxy.</summary>
    private static void UseDataPlane(this WebApplication app)
    {
        var work = app.Services.GetRequiredService<WorkEndpoint>();
        app.Use((context, next) => DataPlane.Carries(context) && !DirectChaos.Is(context) ? work.InvokeAsync(context) : next(context));
    }
}
