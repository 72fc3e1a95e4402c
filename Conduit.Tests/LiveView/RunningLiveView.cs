using Conduit.LiveView;
using Conduit.LiveView.Commands;
using Conduit.LiveView.State;
using Conduit.Tests.Integration;
using Conduit.Tests.Proxy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Conduit.Tests.LiveView;

/// <summary>The live view on a free port.</summary>
internal sealed class RunningLiveView : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningLiveView(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = Address, Timeout = RunningProxy.Patience };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public LiveState State => _app.Services.GetRequiredService<LiveState>();

    public LabCommands Commands => _app.Services.GetRequiredService<LabCommands>();

    public static async Task<RunningLiveView> StartAsync(Uri proxy, Uri? simulator = null, params string[] settings)
    {
        var app = LiveViewApp.Build(
        [
            "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None",
            $"--Conduit:LiveView:Proxy={proxy.GetLeftPart(UriPartial.Authority)}",
            $"--Conduit:LiveView:Simulator={(simulator ?? new Uri("http://127.0.0.1:1")).GetLeftPart(UriPartial.Authority)}", .. settings,
        ]);
        await app.StartAsync();
        return new RunningLiveView(app);
    }

    /// <summary>Waits until a snapshot is as wanted; that snapshot.</summary>
    public async Task<LiveSnapshot> SnapshotAsync(Func<LiveSnapshot, bool> wanted, string what)
    {
        LiveSnapshot found = State.Snapshot;
        await Until.TrueAsync(() => wanted(found = State.Snapshot), RunningProxy.Patience, what);
        return found;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
