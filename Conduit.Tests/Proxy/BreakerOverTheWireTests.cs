using System.Net;

namespace Conduit.Tests.Proxy;

public sealed class BreakerOverTheWireTests
{
    private static readonly (string, string)[] Quick =
    [
        ("Conduit:Routing:Breaker:OpenFor", "00:00:00.05"),
        ("Conduit:Routing:Breaker:MaxOpenFor", "00:00:00.1"),
        ("Conduit:Routing:Breaker:TrialInterval", "00:00:00"),
    ];

    [Fact]
    public async Task Upstream_that_fails_five_times_is_shown_open_everywhere()
    {
        await using var alpha = await Backend.StartAsync("alpha", Backend.Status(503));
        await using var beta = await Backend.StartAsync("beta");
        await using var proxy = await RunningProxy.StartAsync(
            [alpha, beta], ("Conduit:Routing:Breaker:OpenFor", "00:05:00"), ("Conduit:Routing:Breaker:MaxOpenFor", "00:05:00"),
            ("Conduit:Routing:Breaker:MaxOpenForLongOutage", "00:05:00"));
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("beta", await proxy.Client.GetStringAsync("/"));
        }

        Assert.Equal(5, alpha.Requests);
        Assert.Equal("open", (string?)(await proxy.UpstreamAsync("alpha"))["breaker"]);
        Assert.Equal("closed", (string?)(await proxy.UpstreamAsync("beta"))["breaker"]);
        await proxy.MetricIsAsync(1, "conduit_breaker_state", "upstream=\"alpha\"", "state=\"open\"");
        Assert.Equal(0, await proxy.MetricAsync("conduit_breaker_state", "upstream=\"alpha\"", "state=\"closed\""));
        Assert.Equal(1, await proxy.MetricAsync("conduit_breaker_transitions_total", "upstream=\"alpha\"", "state=\"open\""));

        Assert.Equal("beta", await proxy.Client.GetStringAsync("/after"));
        var after = (await proxy.TracesAsync(11))[0];
        var candidates = Assert.Single(after["attempts"]!.AsArray())!["candidates"]!.AsArray();
        Assert.Contains(candidates, candidate => (string?)candidate!["id"] == "alpha" && (string?)candidate["breaker"] == "open");
        Assert.Equal(5, alpha.Requests);
    }

    [Fact]
    public async Task Upstream_that_has_healed_is_tried_and_closed_again()
    {
        await using var alpha = await Backend.StartAsync("alpha", Backend.Status(503));
        await using var beta = await Backend.StartAsync("beta");
        await using var proxy = await RunningProxy.StartAsync([alpha, beta], Quick);
        for (var i = 0; i < 10; i++)
        {
            await proxy.Client.GetStringAsync("/");
        }

        alpha.Answer = Backend.Status(200);
        await Integration.Until.TrueAsync(
            async () =>
            {
                await proxy.Client.GetStringAsync("/");
                return (string?)(await proxy.UpstreamAsync("alpha"))["breaker"] == "closed";
            },
            RunningProxy.Patience, "alpha's breaker closes");

        Assert.NotEmpty(await proxy.TracesAsync(1, "reason=probe&upstream=alpha"));
        await proxy.MetricIsAsync(1, "conduit_breaker_transitions_total", "upstream=\"alpha\"", "state=\"closed\"");
    }

    [Fact]
    public async Task Pool_whose_breakers_are_all_open_still_serves_and_is_not_ready()
    {
        await using var alpha = await Backend.StartAsync("alpha", Backend.Status(503));
        await using var proxy = await RunningProxy.StartAsync(
            [alpha], ("Conduit:Routing:Breaker:OpenFor", "00:05:00"), ("Conduit:Routing:Breaker:MaxOpenFor", "00:05:00"),
            ("Conduit:Routing:Breaker:MaxOpenForLongOutage", "00:05:00"));
        using var ready = await proxy.Client.GetAsync("/health");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);

        for (var i = 0; i < 6; i++)
        {
            using var response = await proxy.Client.GetAsync("/");
            Assert.Equal("status 503", await response.Content.ReadAsStringAsync());
        }

        using var panicking = await proxy.Client.GetAsync("/health");
        using var alive = await proxy.Client.GetAsync("/alive");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, panicking.StatusCode);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        Assert.Equal(6, alpha.Requests);
        Assert.Single(await proxy.TracesAsync(1, "reason=panic"));
        await proxy.MetricIsAsync(1, "conduit_panic_total");
    }
}
