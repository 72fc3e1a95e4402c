using Conduit.Tests.Integration;
using Conduit.Tests.Proxy;

namespace Conduit.Tests.LiveView;

/// <summary>The one subscription to the proxy, and what becomes of it.</summary>
public sealed class ProxyFeedTests : IAsyncLifetime
{
    private const string Alpha = """
        { "policy": "Adaptive", "at": "2026-01-01T00:00:00Z", "upstreams": [ { "cluster": "upstreams", "id": "alpha", "address": "http://127.0.0.1:1", "weight": 1,
          "score": 970, "latencyPenalty": 30, "errorPenalty": 0, "latencyMs": 5, "errorRate": 0, "inFlight": 1, "breaker": "closed", "share": 1, "requests": 10, "failures": 0 } ] }
        """;

    private readonly EventsServer _proxy = new();
    private RunningLiveView _view = null!;

    public async ValueTask InitializeAsync()
    {
        await _proxy.StartAsync();
        _view = await RunningLiveView.StartAsync(_proxy.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await _view.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task Proxy_that_is_killed_is_lost_and_found_again_when_it_is_back()
    {
        _proxy.Say("upstreams", Alpha);
        await _view.SnapshotAsync(now => now.Link.IsUp && now.Upstreams is [{ Id: "alpha" }], "alpha is known");

        await _proxy.KillAsync();
        var lost = await _view.SnapshotAsync(now => !now.Link.IsUp, "the proxy is missed");
        Assert.Equal("alpha", Assert.Single(lost.Upstreams).Id);
        await _view.SnapshotAsync(now => now.Link.Problem == "the connection is refused", "trying again has failed");

        await _proxy.StartAsync();
        _proxy.Say("upstreams", Alpha.Replace("alpha", "gamma", StringComparison.Ordinal));
        await _view.SnapshotAsync(now => now.Link.IsUp && now.Upstreams is [{ Id: "gamma" }], "the proxy is found again");
        Assert.Equal(2, _proxy.Subscriptions);
    }

    [Fact]
    public async Task Proxy_that_falls_silent_is_lost_though_its_connection_stands()
    {
        _proxy.Say("upstreams", Alpha);
        await _view.SnapshotAsync(now => now.Link.IsUp, "the proxy is heard");

        var lost = await _view.SnapshotAsync(now => !now.Link.IsUp, "silence is noticed");

        Assert.Equal("nothing was heard for 4 s", lost.Link.Problem);
    }

    [Fact]
    public async Task Event_of_an_unknown_kind_is_passed_over_and_one_that_cannot_be_read_opens_anew()
    {
        _proxy.Say("weather", "rain");
        _proxy.Say("upstreams", Alpha);
        await _view.SnapshotAsync(now => now.Link.IsUp, "the proxy is heard");
        Assert.Equal(1, _proxy.Subscriptions);

        _proxy.Say("upstreams", "{ not JSON");

        await _view.SnapshotAsync(now => now.Link.Problem == "it says what this page cannot read", "the page says that it cannot read this");
        await Until.TrueAsync(() => _proxy.Subscriptions > 1, RunningProxy.Patience, "it subscribes anew");
    }

    [Theory]
    [InlineData("upstreams", "{}")]
    [InlineData("upstreams", """{ "policy": "Adaptive", "at": "2026-01-01T00:00:00Z", "upstreams": [ null ] }""")]
    [InlineData("upstreams", """{ "policy": null, "at": "2026-01-01T00:00:00Z", "upstreams": [] }""")]
    [InlineData("latency", """{ "at": "2026-01-01T00:00:00Z", "boundsMs": [ 5 ] }""")]
    [InlineData("decisions", "[ null ]")]
    public async Task Event_of_another_shape_is_said_to_be_unreadable_and_the_next_is_heard(string kind, string data)
    {
        _proxy.Say("upstreams", Alpha);
        await _view.SnapshotAsync(now => now.Link.IsUp, "the proxy is heard");

        _proxy.Say(kind, data);
        await _view.SnapshotAsync(now => now.Link.Problem == "it says what this page cannot read", "the page says that it cannot read this");

        // The connection that is given up may still take one from the new one.
        await Until.TrueAsync(
            () =>
            {
                _proxy.Say("upstreams", Alpha);
                return _view.State.Snapshot.Link.IsUp;
            },
            RunningProxy.Patience,
            "the proxy is heard again");
    }

    [Fact]
    public async Task Real_proxy_is_understood_in_all_it_says()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var beta = await Backend.StartAsync("beta");
        await using var proxy = await RunningProxy.StartAsync([alpha, beta]);
        await using var view = await RunningLiveView.StartAsync(proxy.Address);
        await view.SnapshotAsync(now => now.Link.IsUp, "the proxy is heard");

        await Until.TrueAsync(
            async () =>
            {
                using var response = await proxy.Client.GetAsync("/items/1");
                return view.State.Snapshot is { Traffic.Attempts: > 0, Decisions.Count: > 0, Latency.P99: not null } now && now.History.Any(point => point.Shares is not null);
            },
            RunningProxy.Patience,
            "attempts, decisions, latency and history are known");

        var now = view.State.Snapshot;
        Assert.Equal(["alpha", "beta"], now.Upstreams.Select(upstream => upstream.Id));
        Assert.Equal("RoundRobin", now.Policy);
        Assert.Equal("/items/1", now.Decisions[0].Path);
        Assert.Contains(now.Decisions[0].Attempts, attempt => attempt is { Reason: "policy", Outcome: "success", Status: 200 });
        Assert.All(now.Decisions.SelectMany(decision => decision.Attempts), attempt => Assert.Contains(attempt.Upstream, attempt.Explanation, StringComparison.Ordinal));
        Assert.Equal(1, now.Upstreams.Sum(upstream => upstream.Share), 6);
    }
}
