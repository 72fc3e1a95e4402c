using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Conduit.Upstreams;
using Microsoft.AspNetCore.Builder;

namespace Conduit.Tests.Upstreams;

/// <summary>A real upstream on free ports, with a client for each of them.</summary>
internal sealed class RunningUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningUpstream(WebApplication app)
    {
        _app = app;
        At = UpstreamAddresses.Of(app);
        Work = new HttpClient { BaseAddress = At.Work };
        Control = new HttpClient { BaseAddress = At.Control };
        Http2 = new HttpClient
        {
            BaseAddress = At.Http2,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    public UpstreamAddresses At { get; }

    public HttpClient Work { get; }

    public HttpClient Http2 { get; }

    public HttpClient Control { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts one that works without delay unless <paramref name="settings"/> say otherwise.</summary>
    public static async Task<RunningUpstream> StartAsync(params string[] settings)
    {
        var app = UpstreamApp.Build([
            "--urls=http://127.0.0.1:0",
            "--Logging:LogLevel:Conduit=None",
            "--Logging:LogLevel:Microsoft=None",
            "--Logging:LogLevel:Microsoft.AspNetCore.Server.Kestrel=None",
            "--Conduit:Upstream:Name=alpha",
            "--Conduit:Upstream:Latency=00:00:00",
            .. settings]);
        await app.StartAsync(Stop);
        return new RunningUpstream(app);
    }

    public async Task SetFaultsAsync(string faults)
    {
        using var answer = await PutAsync($$"""{ "faults": [ {{faults}} ] }""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    public async Task ClearFaultsAsync()
    {
        using var answer = await Control.DeleteAsync("/chaos", Stop);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    public Task<HttpResponseMessage> PutAsync(string body, string type = "application/json")
        => Control.PutAsync("/chaos", new StringContent(body, Encoding.UTF8, type), Stop);

    public async Task<JsonElement[]> FaultsAsync()
        => [.. (await Control.GetFromJsonAsync<JsonElement>("/chaos", Stop)).GetProperty("faults").EnumerateArray()];

    public Task StopAsync() => _app.StopAsync(Stop);

    public async ValueTask DisposeAsync()
    {
        Work.Dispose();
        Http2.Dispose();
        Control.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
