using System.Net.ServerSentEvents;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Conduit.Tests.Proxy.Streaming;

public sealed class ServerSentEventTests
{
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Event_of_an_answer_that_goes_on_arrives_before_the_next_is_sent(bool http2)
    {
        await using var alpha = await Backend.StartAsync("alpha", SendAsync);
        await using var proxy = await RunningProxy.StartAsync([alpha]);
        using var response = await (http2 ? proxy.Http2Client : proxy.Client).GetAsync("/feed", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await using var events = Events(await response.Content.ReadAsStreamAsync());

        foreach (var text in (string[])["first", "second", "third"])
        {
            _events.Writer.TryWrite(text);
            Assert.True(await NextAsync(events));
            Assert.Equal(("greeting", text), (events.Current.EventType, events.Current.Data));
        }

        _events.Writer.Complete();
        Assert.False(await NextAsync(events));
        Assert.Equal("success", (string?)(await proxy.TraceAsync())["outcome"]);
    }

    [Fact]
    public async Task Answer_that_goes_on_is_in_flight_until_its_headers_alone_and_outlives_their_time_limit()
    {
        await using var alpha = await Backend.StartAsync("alpha", context => context.Request.Path == "/hang" ? Backend.Hang(context) : SendAsync(context));
        await using var proxy = await RunningProxy.StartAsync([alpha], ("Conduit:Routing:AttemptTimeout", "00:00:03"), ("Conduit:Routing:Deadline", "00:00:03"));
        using var response = await proxy.Client.GetAsync("/feed", HttpCompletionOption.ResponseHeadersRead);
        await using var events = Events(await response.Content.ReadAsStreamAsync());
        Assert.Equal(0, (int?)(await proxy.UpstreamAsync("alpha"))["inFlight"]);
        Assert.Equal(0, await proxy.MetricAsync("conduit_upstream_in_flight", "upstream=\"alpha\""));

        // Begun later under the same limit: when this one's time is up, so is the other's.
        using var late = await proxy.Client.GetAsync("/hang");
        await RunningProxy.ProblemAsync(late, System.Net.HttpStatusCode.GatewayTimeout);

        _events.Writer.TryWrite("still here");
        Assert.True(await NextAsync(events));
        Assert.Equal("still here", events.Current.Data);
    }

    [Fact]
    public async Task Client_that_leaves_ends_the_answer_at_the_upstream()
    {
        await using var alpha = await Backend.StartAsync("alpha", SendAsync);
        await using var proxy = await RunningProxy.StartAsync([alpha]);

        using (await proxy.Client.GetAsync("/feed", HttpCompletionOption.ResponseHeadersRead))
        {
        }

        await _left.Task.WaitAsync(RunningProxy.Patience);
    }

    private static IAsyncEnumerator<SseItem<string>> Events(Stream body) => SseParser.Create(body).EnumerateAsync().GetAsyncEnumerator();

    private static Task<bool> NextAsync(IAsyncEnumerator<SseItem<string>> events) => events.MoveNextAsync().AsTask().WaitAsync(RunningProxy.Patience);

    private async Task SendAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.FlushAsync();
        try
        {
            await foreach (var text in _events.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.WriteAsync($"event: greeting\ndata: {text}\n\n");
                await context.Response.Body.FlushAsync();
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            _left.SetResult();
        }
    }
}
