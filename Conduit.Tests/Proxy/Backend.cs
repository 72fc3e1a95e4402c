using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Conduit.Tests.Proxy;

/// <summary>An upstream in this process: a real Kestrel, HTTP/1.1 on one port and HTTP/2 on another, with whatever answer a test gives it.</summary>
internal sealed class Backend : IAsyncDisposable
{
    private readonly WebApplication _app;
    private RequestDelegate _answer;
    private int _requests;

    private Backend(string name, WebApplication app, RequestDelegate? answer)
    {
        Name = name;
        _app = app;
        _answer = answer ?? (context => context.Response.WriteAsync(name, context.RequestAborted));
    }

    public string Name { get; }

    public Uri Address { get; private set; } = null!;

    public Uri Http2Address { get; private set; } = null!;

    /// <summary>Requests that have reached it.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>What it does with a request; may be changed at any time.</summary>
    public RequestDelegate Answer
    {
        get => Volatile.Read(ref _answer);
        set => Volatile.Write(ref _answer, value);
    }

    /// <summary>Starts one that answers with its name, or as told.</summary>
    public static async Task<Backend> StartAsync(string name, RequestDelegate? answer = null, Action<WebApplication>? map = null, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        services?.Invoke(builder.Services);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        var backend = new Backend(name, app, answer);
        app.UseWebSockets();
        map?.Invoke(app);
        app.MapFallback("{**path}", context =>
        {
            Interlocked.Increment(ref backend._requests);
            return backend.Answer(context);
        });
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToArray();
        backend.Address = new Uri(addresses[0]);
        backend.Http2Address = new Uri(addresses[1]);
        return backend;
    }

    public static RequestDelegate Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync($"status {status}", context.RequestAborted);
    };

    /// <summary>Cuts the connection before it has answered.</summary>
    public static Task Reset(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Never answers.</summary>
    public static async Task Hang(HttpContext context)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    /// <summary>Promises more than it sends, then, once told to, cuts the connection.</summary>
    public static async Task TruncateAsync(HttpContext context, Task cut)
    {
        context.Response.ContentLength = 1_000;
        await context.Response.WriteAsync("the beginning", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await cut;
        context.Abort();
    }

    public async ValueTask DisposeAsync()
    {
        // What a test left open it no longer wants.
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
