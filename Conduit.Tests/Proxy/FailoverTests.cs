using System.Net;
using Microsoft.AspNetCore.Http;

namespace Conduit.Tests.Proxy;

/// <summary>Over round robin one of two requests meets the sick upstream first, so each test sends two.</summary>
public sealed class FailoverTests
{
    // Long enough for the healthy upstream on a machine under load.
    private static readonly (string, string) ShortAttempt = ("Conduit:Routing:AttemptTimeout", "00:00:02");

    public static TheoryData<string> Sicknesses => ["503", "500", "429", "reset", "hang", "refuse"];

    [Theory]
    [MemberData(nameof(Sicknesses))]
    public async Task Get_that_fails_on_one_upstream_succeeds_on_the_other(string sickness)
    {
        using var closed = new ClosedPort();
        await using var alpha = await Backend.StartAsync("alpha", Sick(sickness));
        await using var beta = await Backend.StartAsync("beta");
        var address = sickness == "refuse" ? closed.Address : alpha.Address;
        var pool = RunningProxy.PoolOf("upstreams", [("alpha", address), ("beta", beta.Address)]);
        await using var proxy = await RunningProxy.StartAsync(sickness == "hang" ? [.. pool, ShortAttempt] : [.. pool]);

        var attempts = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var response = await proxy.Client.GetAsync("/");
            Assert.Equal("beta", await response.Content.ReadAsStringAsync());
            Assert.Equal("beta", Assert.Single(response.Headers.GetValues("X-Conduit-Upstream")));
            attempts.Add(response.Headers.GetValues("X-Conduit-Attempts").Single());
        }

        Assert.Equal(["1", "2"], attempts.Order(StringComparer.Ordinal));
        await proxy.MetricIsAsync(1, "conduit_failovers_total");
        var retried = Assert.Single(await proxy.TracesAsync(1, "reason=failover"));
        Assert.Equal("success", (string?)retried["outcome"]);
        Assert.Equal(["alpha", "beta"], retried["attempts"]!.AsArray().Select(attempt => (string?)attempt!["upstream"]));
        Assert.Equal(Outcome(sickness), (string?)retried["attempts"]![0]!["outcome"]);
    }

    [Fact]
    public async Task Post_that_an_upstream_fails_is_sent_once_and_its_own_answer_comes_back()
    {
        await using var alpha = await Backend.StartAsync("alpha", ReadThen(Backend.Status(503)));
        await using var beta = await Backend.StartAsync("beta", ReadThen(Backend.Status(200)));
        await using var proxy = await RunningProxy.StartAsync([alpha, beta]);

        var answers = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var response = await proxy.Client.PostAsync("/orders", new StringContent("one order"));
            answers.Add($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }

        Assert.Equal(["200 status 200", "503 status 503"], answers.Order(StringComparer.Ordinal));
        Assert.Equal((1, 1), (alpha.Requests, beta.Requests));
    }

    [Fact]
    public async Task Streamed_post_that_an_upstream_fails_is_sent_once_and_its_own_answer_comes_back()
    {
        await using var alpha = await Backend.StartAsync("alpha", ReadThen(Backend.Status(503)));
        await using var beta = await Backend.StartAsync("beta", ReadThen(Backend.Status(200)));
        await using var proxy = await RunningProxy.StartAsync([alpha, beta]);

        var answers = new List<int>();
        for (var i = 0; i < 2; i++)
        {
            using var response = await proxy.Client.SendAsync(Streamed(HttpMethod.Post, "one order"));
            answers.Add((int)response.StatusCode);
        }

        Assert.Equal([200, 503], answers.Order());
        Assert.Equal((1, 1), (alpha.Requests, beta.Requests));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_whose_upstream_cannot_be_reached_goes_to_the_other_whole(bool streamed)
    {
        using var closed = new ClosedPort();
        await using var beta = await Backend.StartAsync("beta", context => context.Request.Body.CopyToAsync(context.Response.Body));
        await using var proxy = await RunningProxy.StartAsync([.. RunningProxy.PoolOf("upstreams", [("alpha", closed.Address), ("beta", beta.Address)])]);

        for (var i = 0; i < 2; i++)
        {
            using var request = streamed ? Streamed(HttpMethod.Post, "one order") : new(HttpMethod.Post, "/") { Content = new StringContent("one order") };
            using var response = await proxy.Client.SendAsync(request);
            Assert.Equal("one order", await response.Content.ReadAsStringAsync());
        }

        Assert.Equal(2, beta.Requests);
        await proxy.MetricIsAsync(1, "conduit_failovers_total");
    }

    [Fact]
    public async Task Put_with_a_small_body_is_sent_again_intact()
    {
        var body = new byte[60_000];
        Array.Fill(body, (byte)'x');
        await using var alpha = await Backend.StartAsync("alpha", ReadThen(Backend.Reset));
        await using var beta = await Backend.StartAsync("beta", async context =>
        {
            context.Response.ContentType = context.Request.ContentType;
            await context.Request.Body.CopyToAsync(context.Response.Body);
        });
        await using var proxy = await RunningProxy.StartAsync([alpha, beta]);

        for (var i = 0; i < 2; i++)
        {
            using var content = new ByteArrayContent(body) { Headers = { ContentType = new("text/x-test") } };
            using var response = await proxy.Client.PutAsync("/", content);
            Assert.Equal(body, await response.Content.ReadAsByteArrayAsync());
            Assert.Equal("text/x-test", response.Content.Headers.ContentType?.MediaType);
        }

        Assert.Equal((1, 2), (alpha.Requests, beta.Requests));
    }

    [Fact]
    public async Task Put_with_a_body_too_large_to_hold_is_sent_once()
    {
        await using var alpha = await Backend.StartAsync("alpha", ReadThen(Backend.Status(503)));
        await using var beta = await Backend.StartAsync("beta", ReadThen(Backend.Status(200)));
        await using var proxy = await RunningProxy.StartAsync([alpha, beta], ("Conduit:BufferedBodyBytes", "10"));

        var answers = new List<int>();
        for (var i = 0; i < 2; i++)
        {
            using var response = await proxy.Client.PutAsync("/", new StringContent("eleven byte"));
            answers.Add((int)response.StatusCode);
        }

        Assert.Equal([200, 503], answers.Order());
        Assert.Equal((1, 1), (alpha.Requests, beta.Requests));
    }

    [Fact]
    public async Task Get_that_fails_everywhere_brings_the_last_upstreams_own_answer()
    {
        await using var alpha = await Backend.StartAsync("alpha", Backend.Status(500));
        await using var beta = await Backend.StartAsync("beta", Backend.Status(503));
        await using var proxy = await RunningProxy.StartAsync([alpha, beta]);

        using var response = await proxy.Client.GetAsync("/");

        var last = Assert.Single(response.Headers.GetValues("X-Conduit-Upstream"));
        Assert.Equal(last == "alpha" ? "status 500" : "status 503", await response.Content.ReadAsStringAsync());
        Assert.Equal("2", Assert.Single(response.Headers.GetValues("X-Conduit-Attempts")));
        Assert.Equal((1, 1), (alpha.Requests, beta.Requests));
    }

    [Fact]
    public async Task Get_with_the_retry_budget_used_up_is_sent_once_and_counted()
    {
        await using var alpha = await Backend.StartAsync("alpha", Backend.Status(503));
        await using var beta = await Backend.StartAsync("beta", Backend.Status(503));
        await using var proxy = await RunningProxy.StartAsync(
            [alpha, beta], ("Conduit:Routing:Failover:BudgetStart", "1"), ("Conduit:Routing:Failover:BudgetPerRequest", "0"));

        var attempts = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            using var response = await proxy.Client.GetAsync("/");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            attempts.Add(response.Headers.GetValues("X-Conduit-Attempts").Single());
        }

        Assert.Equal(["2", "1", "1"], attempts);
        await proxy.MetricIsAsync(1, "conduit_failovers_total");
        await proxy.MetricIsAsync(2, "conduit_retry_budget_exhausted_total");
    }

    [Fact]
    public async Task Http2_request_fails_over_to_an_upstream_that_speaks_http11_only()
    {
        await using var alpha = await Backend.StartAsync("alpha", Backend.Status(503));
        await using var beta = await Backend.StartAsync("beta", context => context.Response.WriteAsync(context.Request.Protocol));
        await using var proxy = await RunningProxy.StartAsync(
            [alpha, beta], ("ReverseProxy:Clusters:upstreams:Destinations:alpha:Metadata:Http2Address", alpha.Http2Address.ToString()));

        Assert.Equal("HTTP/1.1", await proxy.Http2Client.GetStringAsync("/"));
        Assert.Equal("HTTP/1.1", await proxy.Http2Client.GetStringAsync("/"));
        Assert.Equal(1, alpha.Requests);
    }

    private static RequestDelegate Sick(string sickness) => sickness switch
    {
        "reset" => Backend.Reset,
        "hang" => Backend.Hang,
        "refuse" => Backend.Status(200),
        _ => Backend.Status(int.Parse(sickness)),
    };

    private static string Outcome(string sickness) => sickness switch
    {
        "429" => "rate-limited",
        "reset" => "reset",
        "hang" => "timeout",
        "refuse" => "connect-failure",
        _ => "server-error",
    };

    private static RequestDelegate ReadThen(RequestDelegate answer) => async context =>
    {
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        await answer(context);
    };

    /// <summary>A request whose body has no declared length, so that the proxy cannot hold it.</summary>
    private static HttpRequestMessage Streamed(HttpMethod method, string body)
        => new(method, "/") { Content = new StringContent(body), Headers = { TransferEncodingChunked = true } };
}
