using Conduit.LiveView.Access;
using Conduit.LiveView.Commands;
using Conduit.LiveView.Components;
using Conduit.LiveView.Feed;
using Conduit.LiveView.State;
using Conduit.Routing;
using Conduit.ServiceDefaults;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Conduit.LiveView;

/// <summary>How the live view is put together: feeds that gather, one state for all viewers, and the page.</summary>
internal static class LiveViewApp
{
    private const int DefaultPort = 8088;
    private const long LargestAnswer = 8 * 1024 * 1024;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(1);

    public static WebApplication Build(string[] args)
    {
        // The name leads to the manifests of its assets, whichever program it is built in.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(LiveViewApp).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.AddServiceDefaults();
        builder.AddLiveView();
        var app = builder.Build();
        app.MapLiveView();
        return app;
    }

    private static void AddLiveView(this WebApplicationBuilder builder)
    {
        // In every environment: what was built and not published serves its assets from where they lie.
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
        var services = builder.Services;
        services.AddStrictOptions<LiveViewOptions>(builder.Configuration, LiveViewOptions.Section, LiveViewOptions.Check);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new CommandAccess(
            provider.GetRequiredService<IOptions<LiveViewOptions>>().Value.RemoteCommands, $"{LiveViewOptions.Section}:{nameof(LiveViewOptions.RemoteCommands)}"));
        services.AddSingleton(_ => CreateClient());
        services.AddSingleton<ApiReader>();
        services.AddSingleton<LiveState>();
        services.AddSingleton<LabCommands>();
        services.AddHostedService<ProxyFeed>();
        services.AddHostedService<ChaosWatch>();
        services.AddHostedService<SimulatorWatch>();
        services.AddHostedService<Heartbeat>();
        // Pages do not outlive the service: there is no key to keep.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        // PageGuard says who may frame the page, in the newer form.
        services.AddAntiforgery(options => options.SuppressXFrameOptionsHeader = true);
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        builder.ConfigureListener();
    }

    private static void MapLiveView(this WebApplication app)
    {
        app.MapDefaultEndpoints();
        app.UseMiddleware<PageGuard>();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>()
            // PageGuard says it, with the rest of the policy.
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
    }

    private static void ConfigureListener(this WebApplicationBuilder builder)
    {
        var address = ServiceAddress.Of(builder.Configuration, DefaultPort);
        // Stated below; left in place, urls would only earn a warning that they are overridden.
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "").UseSetting(WebHostDefaults.HttpPortsKey, "");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            address.Listen(kestrel, HttpProtocols.Http1);
        });
    }

    // Of its own, without the standard resilience: what does not answer is to be shown, not asked again behind the scenes.
    private static HttpClient CreateClient() => new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = ConnectTimeout })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = LargestAnswer,
    };
}
