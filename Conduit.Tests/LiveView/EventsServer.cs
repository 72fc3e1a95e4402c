using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Conduit.ProxyBench.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Conduit.Tests.LiveView;

/// <summary>What serves <c>/_conduit/events</c> in a proxy's place and says what a test wants; it can be started and killed again and again.</summary>
internal sealed class EventsServer : IAsyncDisposable
{
    private readonly int _port = FreePort.Next();
    private Channel<SseItem<string>> _events = Channel.CreateUnbounded<SseItem<string>>();
    private WebApplication? _app;
    private int _subscriptions;

    public Uri Address => new($"http://127.0.0.1:{_port}");

    /// <summary>How often it was subscribed to, ever.</summary>
    public int Subscriptions => Volatile.Read(ref _subscriptions);

    public async Task StartAsync()
    {
        _events = Channel.CreateUnbounded<SseItem<string>>();
        var builder = WebApplication.CreateSlimBuilder([$"--urls={Address}"]);
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/_conduit/events", (CancellationToken gone) =>
        {
            Interlocked.Increment(ref _subscriptions);
            return TypedResults.ServerSentEvents(ReadAsync(gone));
        });
        await _app.StartAsync();
    }

    public void Say(string kind, string data) => _events.Writer.TryWrite(new SseItem<string>(data, kind));

    /// <summary>Cuts all connections, as the end of a process does.</summary>
    public async Task KillAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app!.StopAsync(now.Token);
        await _app.DisposeAsync();
        _app = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await KillAsync();
        }
    }

    private async IAsyncEnumerable<SseItem<string>> ReadAsync([EnumeratorCancellation] CancellationToken gone)
    {
        await foreach (var item in _events.Reader.ReadAllAsync(gone))
        {
            yield return item;
        }
    }
}
