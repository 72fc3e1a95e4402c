using Conduit.Proxy.Filters;
using Conduit.Proxy.Forwarding;
using Conduit.Proxy.Management;
using Conduit.Proxy.Telemetry;
using Conduit.Routing;
using Conduit.Routing.Telemetry;
using Conduit.ServiceDefaults;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using Yarp.ReverseProxy.Model;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace Conduit.Proxy;

/// <summary>How the rooms join: services, listeners, and the order of the request path.</summary>
internal static class ConduitProxy
{
    private const int DefaultPort = 8080;

    // Upstreams that may still be added while it runs.
    private const int SpareUpstreams = 50;

    // For what is still under way after the drain to be cut.
    private static readonly TimeSpan CutOff = TimeSpan.FromSeconds(0.5);

    /// <summary>Puts it together.</summary>
    /// <param name="args">Settings from the command line.</param>
    /// <param name="alter">What a host changes of its services before it is built; null for nothing.</param>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? alter = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults();
        builder.AddConduitProxy();
        alter?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapConduitProxy();
        StartLog.TellWhatIsMissing(app.Logger);
        return app;
    }

    private static void AddConduitProxy(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        // A lab's environment is handed to all of its services: what is another's is passed over.
        services.AddStrictOptions<ConduitOptions>(builder.Configuration, ConduitOptions.Section, ConduitOptions.Check, "LiveView", "Simulator", "Upstream");
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<ConduitOptions>>().Value.CommandAccess);
        services.AddSingleton<RequestMeter>();
        services.AddSingleton<RequestTracer>();
        services.AddSingleton<Admission>();
        services.AddHostedService<Drain>();
        services.AddOptions<HostOptions>().Configure<IOptions<ConduitOptions>>((host, conduit) => host.ShutdownTimeout = conduit.Value.DrainFor + CutOff);
        services.AddSingleton<ShareWindow>();
        services.AddSingleton<ViewerFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<ShareWindow>());
        services.AddSingleton<MatcherPolicy, LocalPortPolicy>();
        services.AddHealthChecks().AddCheck<ReadinessCheck>("upstreams");

        services.AddSingleton<IDestinationResolver, DiscoveredDestinations>();
        services.AddReverseProxy()
            .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
            .AddConduit()
            .AddTransforms<AnswerHygiene>()
            .AddTransforms<TargetAddresses>();
        services.RemoveAuthorization();
        services.RemoveHostFilteringUnlessUsed(builder.Configuration);
        // One section for the whole proxy, checked as a whole.
        services.AddSingleton(provider => Options.Create(provider.GetRequiredService<IOptions<ConduitOptions>>().Value.Seat.WithoutSpansOfItsOwn().WithHeaderBytesPassed()));
        services.AddSingleton<ClusterRequests>();
        services.AddSingleton<IClusterChangeListener>(provider => provider.GetRequiredService<ClusterRequests>());
        services.AddSingleton<OptionalStages>();
        services.AddSingleton<IClusterChangeListener>(provider => provider.GetRequiredService<OptionalStages>());
        services.AddOwnMeters(CardinalityLimit(builder.Configuration), RoutingMeter.Name, RequestMeter.Name);
        services.AddRequestSpans();
        services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.WithoutPlumbing(builder.Configuration));
        // A terminal that stands still must not hold up who logs.
        services.Configure<ConsoleLoggerOptions>(console => console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite);
        builder.ConfigureListeners();
    }

    /// <summary>
    /// YARP brings it along, and where there is a handler provider the host puts its frame around every request. Nobody can
    /// be authenticated here: a route that asks for it is refused without.
    /// </summary>
    private static void RemoveAuthorization(this IServiceCollection services)
    {
        services.RemoveAll<IAuthorizationHandlerProvider>();
        services.RemoveAll<IAuthorizationService>();
        services.RemoveAll<IPolicyEvaluator>();
    }

    /// <summary>
    /// The host's frame around every request that asks whether its <c>Host</c> is one of <c>AllowedHosts</c>, and stays where
    /// that says more than the usual <c>*</c>.
    /// </summary>
    private static void RemoveHostFilteringUnlessUsed(this IServiceCollection services, ConfigurationManager configuration)
    {
        if (configuration["AllowedHosts"] is null or "" or "*"
            && services.FirstOrDefault(service => service.ImplementationType?.Name == "HostFilteringStartupFilter") is { } frame)
        {
            services.Remove(frame);
        }
    }

    private static void ConfigureListeners(this WebApplicationBuilder builder)
    {
        var data = ServiceAddress.Of(builder.Configuration, DefaultPort);
        // Nothing on the request path blocks, so it may run where its bytes arrive.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.WebHost.ConfigureKestrel((_, kestrel) =>
        {
            var options = kestrel.ApplicationServices.GetRequiredService<IOptions<ConduitOptions>>().Value;
            kestrel.AddServerHeader = false;
            kestrel.PassHeaderBytes();
            kestrel.Limits.MaxRequestBodySize = options.MaxRequestBodyBytes;
            // A proxy must let slow uploads and long polls be: their limits are the routes'.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            data.Listen(kestrel, HttpProtocols.Http1);
            (data with { Port = options.Http2Port }).Listen(kestrel, HttpProtocols.Http2);
            if (options.Management.Port is { } management)
            {
                (data with { Port = management }).Listen(kestrel, HttpProtocols.Http1);
            }
        });
    }

    private static void MapConduitProxy(this WebApplication app)
    {
        var management = app.MapGroup("").OffTheSockets();
        management.MapDefaultEndpoints();
        var conduit = management.MapGroup("/_conduit");
        conduit.DisableHttpMetrics();
        conduit.AddEndpointFilter<LocalReadFilter>();
        conduit.MapUpstreams();
        conduit.MapTraces();
        conduit.MapEvents();
        conduit.Map("/{**rest}", () => TypedResults.Problem(
            "There are /_conduit/upstreams, /_conduit/traces and /_conduit/events.", statusCode: StatusCodes.Status404NotFound));

        var optional = app.Services.GetRequiredService<OptionalStages>();
        // A request's way, in order.
        var proxy = app.MapReverseProxy(pipeline =>
        {
            pipeline.UseMiddleware<RequestMiddleware>();
            pipeline.UseMiddleware<HeaderHygieneFilter>();
            pipeline.UseMiddleware<BodyLimitFilter>();
            optional.UseSessionAffinity(pipeline);
            pipeline.UseConduit(endsWithHost: true);
            optional.UsePassiveHealthChecks(pipeline);
            pipeline.UseConduitForwarder();
            pipeline.UseLoadBalancing();
        });

        if (app.Services.GetRequiredService<IOptions<ConduitOptions>>().Value.Management.Port is { } port)
        {
            management.WithMetadata(new LocalPort(port, Only: true));
            proxy.Add(endpoint => endpoint.Metadata.Add(new LocalPort(port, Only: false)));
        }
    }

    /// <summary>
    /// Room for every upstream under every outcome or reason, and for as many again. The SDK's own limit, 2 000, would fold
    /// large pools into one series, and for small ones set aside memory that is never used.
    /// </summary>
    private static int CardinalityLimit(ConfigurationManager configuration)
    {
        var upstreams = configuration.GetSection("ReverseProxy:Clusters").GetChildren()
            .Sum(cluster => cluster.GetSection("Destinations").GetChildren().Count());
        return 2 * (upstreams + SpareUpstreams) * AttemptOutcomes.Ended.Count;
    }
}
