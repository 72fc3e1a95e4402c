using Microsoft.AspNetCore.Http;

namespace Conduit.Tests.Proxy.Streaming;

/// <summary>Bodies far larger than anyone should hold in memory; see <see cref="PacedBody"/> for why arriving proves that nobody did.</summary>
public sealed class LargeBodyTests
{
    private const int Mebibytes = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task Upload_larger_than_any_buffer_arrives_while_it_is_made(bool http2, bool tellLength)
    {
        using var body = new PacedBody(Mebibytes);
        await using var alpha = await Backend.StartAsync("alpha", async context
            => await context.Response.WriteAsync($"{context.Request.ContentLength} {await body.ReceiveAsync(context.Request.Body, context.RequestAborted)}"));
        await using var proxy = await StartAsync(alpha);
        using var content = new PacedContent(body, tellLength);

        using var response = await Client(proxy, http2).PostAsync("/upload", content);

        Assert.Equal($"{(tellLength ? body.Length : null)} {content.Sent}", await response.Content.ReadAsStringAsync());
        Assert.Equal("success", (string?)(await proxy.TraceAsync())["outcome"]);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task Download_larger_than_any_buffer_arrives_while_it_is_made(bool http2, bool tellLength)
    {
        using var body = new PacedBody(Mebibytes);
        var sent = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var alpha = await Backend.StartAsync("alpha", async context =>
        {
            context.Response.ContentLength = tellLength ? body.Length : null;
            sent.SetResult(await body.SendAsync(context.Response.Body, context.RequestAborted));
        });
        await using var proxy = await StartAsync(alpha);

        using var response = await Client(proxy, http2).GetAsync("/download", HttpCompletionOption.ResponseHeadersRead);
        using var timeout = new CancellationTokenSource(Patience, TimeProvider.System);
        var received = await body.ReceiveAsync(await response.Content.ReadAsStreamAsync(), timeout.Token);

        Assert.Equal(tellLength ? body.Length : null, response.Content.Headers.ContentLength);
        Assert.Equal(await sent.Task, received);
        Assert.Equal("success", (string?)(await proxy.TraceAsync())["outcome"]);
    }

    private static Task<RunningProxy> StartAsync(Backend alpha) => RunningProxy.StartAsync(
        [alpha], ("ReverseProxy:Clusters:upstreams:Destinations:alpha:Metadata:Http2Address", alpha.Http2Address.ToString()));

    private static HttpClient Client(RunningProxy proxy, bool http2)
    {
        var client = http2 ? proxy.Http2Client : proxy.Client;
        client.Timeout = Patience;
        return client;
    }
}
