using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Conduit.Proxy.Management;
using Conduit.Tests.Integration;
using Microsoft.Extensions.DependencyInjection;

namespace Conduit.Tests.Proxy.Management;

/// <summary><c>GET /_conduit/events</c>, as a viewer sees it.</summary>
public sealed class EventsEndpointTests
{
    private const string Upstreams = "upstreams";
    private const string Latency = "latency";
    private const string Decisions = "decisions";

    [Fact]
    public async Task Stream_of_events_tells_upstreams_latencies_and_the_decisions_that_follow()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var proxy = await RunningProxy.StartAsync([alpha]);
        await proxy.Client.GetStringAsync("/before");
        await proxy.TracesAsync(1);
        await using var viewer = await ViewAsync(proxy);
        var upstreams = await viewer.NextAsync(Upstreams);
        await proxy.Client.GetStringAsync("/after");

        var decisions = await viewer.NextAsync(Decisions);
        var latency = await viewer.NextAsync(Latency);

        Assert.Equal((await proxy.JsonAsync("/_conduit/upstreams")).AsObject().Select(property => property.Key), upstreams.AsObject().Select(property => property.Key));
        Assert.Equal("alpha", (string?)Assert.Single(upstreams["upstreams"]!.AsArray())!["id"]);
        var decision = Assert.Single(decisions.AsArray())!;
        Assert.Equal("/after", (string?)decision["path"]);
        Assert.Equal((await proxy.TracesAsync(2))[0].AsObject().Select(property => property.Key), decision.AsObject().Select(property => property.Key));

        Assert.Equal(["at", "boundsMs", "upstreams"], latency.AsObject().Select(property => property.Key));
        var bounds = latency["boundsMs"]!.AsArray().Select(bound => (double)bound!).ToArray();
        Assert.Equal(bounds.Order(), bounds);
        var entry = Assert.Single(latency["upstreams"]!.AsArray())!;
        Assert.Equal((Upstreams, "alpha"), ((string?)entry["cluster"], (string?)entry["id"]));
        var counts = entry["counts"]!.AsArray().Select(count => (long)count!).ToArray();
        Assert.Equal(bounds.Length + 1, counts.Length);
        Assert.Equal(counts.Order(), counts);
        Assert.Equal(2, counts[^1]);
    }

    [Fact]
    public async Task Decisions_of_a_busy_moment_come_in_bounded_batches_of_the_newest()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var proxy = await RunningProxy.StartAsync([alpha]);
        await using var viewer = await ViewAsync(proxy);
        await viewer.NextAsync(Upstreams);

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => proxy.Client.GetStringAsync($"/{i}")));
        await proxy.TracesAsync(200, "limit=4096");

        for (long newest = 0; newest < 200;)
        {
            var ids = (await viewer.NextAsync(Decisions)).AsArray().Select(decision => (long)decision!["id"]!).ToArray();
            Assert.InRange(ids.Length, 1, 50);
            Assert.Equal(ids.OrderDescending(), ids);
            Assert.All(ids, id => Assert.True(id > newest));
            newest = ids[0];
        }
    }

    [Fact]
    public async Task Viewers_of_any_number_each_see_every_kind_of_event()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var proxy = await RunningProxy.StartAsync([alpha]);
        await using var first = await ViewAsync(proxy);
        await using var second = await ViewAsync(proxy);
        await using var third = await ViewAsync(proxy);
        Viewer[] viewers = [first, second, third];
        await Task.WhenAll(viewers.Select(viewer => viewer.NextAsync(Upstreams)));

        await proxy.Client.GetStringAsync("/seen");
        await third.DisposeAsync();

        foreach (var viewer in (Viewer[])[first, second])
        {
            Assert.Equal("/seen", (string?)(await viewer.NextAsync(Decisions))[0]!["path"]);
            await viewer.NextAsync(Latency);
            await viewer.NextAsync(Upstreams);
        }
    }

    [Fact]
    public async Task Events_are_made_once_a_tick_however_many_watch_and_not_at_all_when_nobody_does()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var proxy = await RunningProxy.StartAsync([alpha]);
        var feed = proxy.App.Services.GetRequiredService<ViewerFeed>();
        Assert.Equal(0, feed.Made);
        var viewers = new List<Viewer>();
        while (viewers.Count < 8)
        {
            viewers.Add(await ViewAsync(proxy));
        }

        // The same moment is told to all: each tick has one time, whoever hears of it.
        var times = new HashSet<string>(StringComparer.Ordinal);
        foreach (var viewer in viewers)
        {
            times.Add((string)(await viewer.NextAsync(Upstreams))["at"]!);
            times.Add((string)(await viewer.NextAsync(Upstreams))["at"]!);
        }

        Assert.True(times.Count <= feed.Made, $"{times.Count} documents came of {feed.Made} ticks.");
        foreach (var viewer in viewers)
        {
            await viewer.DisposeAsync();
        }

        await Until.TrueAsync(() => !feed.IsWatched, RunningProxy.Patience, "nobody watches");
        await using var late = await ViewAsync(proxy);
        await late.NextAsync(Upstreams);
    }

    [Fact]
    public async Task Viewer_that_does_not_read_misses_some_and_holds_up_nobody()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var proxy = await RunningProxy.StartAsync([alpha]);
        var feed = proxy.App.Services.GetRequiredService<ViewerFeed>();
        await using var slow = feed.WatchAsync(CancellationToken.None).GetAsyncEnumerator();
        await using var reader = await ViewAsync(proxy);
        Assert.True(await slow.MoveNextAsync());
        var missed = slow.Current;
        for (var i = 0; i < 5; i++)
        {
            await reader.NextAsync(Upstreams);
        }

        // It has the two newest waiting, and none of those between.
        Assert.True(await slow.MoveNextAsync());
        Assert.True(At(slow.Current) - At(missed) > TimeSpan.FromSeconds(0.9));

        static DateTimeOffset At(ViewerFrame frame) => (DateTimeOffset)JsonNode.Parse(frame.Upstreams)!["at"]!;
    }

    [Fact]
    public async Task Stream_of_events_ends_with_the_proxy_and_does_not_hold_it_up()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        // Whoever held it up would do so for longer than anyone here waits.
        await using var proxy = await RunningProxy.StartAsync([alpha], ("Conduit:DrainFor", "00:10:00"));
        await using var viewer = await ViewAsync(proxy);
        await viewer.NextAsync(Upstreams);

        await proxy.App.StopAsync().WaitAsync(RunningProxy.Patience);

        await viewer.EndAsync();
    }

    private static async Task<Viewer> ViewAsync(RunningProxy proxy)
    {
        var response = await proxy.Client.GetAsync("/_conduit/events", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new Viewer(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>One reader of the stream.</summary>
    private sealed class Viewer(HttpResponseMessage response, Stream body) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<SseItem<string>> _events = SseParser.Create(body).EnumerateAsync().GetAsyncEnumerator();

        /// <summary>The data of the next event of this kind; any other kind than the three fails the test.</summary>
        public async Task<JsonNode> NextAsync(string type)
        {
            do
            {
                Assert.True(await MoveAsync(), $"The stream ended before an event '{type}'.");
                Assert.Contains(_events.Current.EventType, (string[])[Upstreams, Latency, Decisions]);
            }
            while (_events.Current.EventType != type);
            return JsonNode.Parse(_events.Current.Data)!;
        }

        /// <summary>Reads on until the stream ends in good order.</summary>
        public async Task EndAsync()
        {
            while (await MoveAsync())
            {
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _events.DisposeAsync();
            response.Dispose();
        }

        private Task<bool> MoveAsync() => _events.MoveNextAsync().AsTask().WaitAsync(RunningProxy.Patience);
    }
}
