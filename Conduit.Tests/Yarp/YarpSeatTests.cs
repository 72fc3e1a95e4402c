using System.Net;
using System.Net.Sockets;
using Conduit.Routing;
using Conduit.Tests.Integration;
using Conduit.Tests.Proxy;
using Conduit.Yarp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Conduit.Tests.Yarp;

/// <summary>Over round robin one of two requests meets the sick upstream first, so each test sends two.</summary>
public sealed class YarpSeatTests
{
    private static readonly (string, string) NoHedging = ("Conduit:Routing:Hedging:BudgetPerRequest", "0");

    [Fact]
    public async Task Put_that_one_destination_fails_is_answered_by_the_other()
    {
        await using var alpha = await Backend.StartAsync("alpha", Backend.Status(503));
        await using var beta = await Backend.StartAsync("beta", context => context.Request.Body.CopyToAsync(context.Response.Body));
        await using var yarp = await RunningYarp.StartAsync([.. Pool(alpha, beta), NoHedging]);

        for (var i = 0; i < 2; i++)
        {
            using var response = await yarp.Client.PutAsync("/", new StringContent("one order"));
            Assert.Equal("one order", await response.Content.ReadAsStringAsync());
            Assert.False(response.Headers.Contains(DecisionHeaders.Upstream));
        }

        var known = yarp.Routers.Find("upstreams")!.Router.Snapshot().Upstreams;
        Assert.Equal([("alpha", 1L), ("beta", 2L)], known.Select(upstream => (upstream.Definition.Id, upstream.Attempts)));
    }

    [Fact]
    public async Task Client_with_session_affinity_is_bound_to_the_destination_that_answered_it()
    {
        await using var alpha = await Backend.StartAsync("alpha", Backend.Status(503));
        await using var beta = await Backend.StartAsync("beta");
        await using var yarp = await RunningYarp.StartAsync(
            [
                .. Pool(alpha, beta), NoHedging,
                ("ReverseProxy:Clusters:upstreams:SessionAffinity:Enabled", "true"),
                ("ReverseProxy:Clusters:upstreams:SessionAffinity:Policy", "HashCookie"),
                ("ReverseProxy:Clusters:upstreams:SessionAffinity:AffinityKeyName", "node"),
            ],
            pipeline: static pipeline =>
            {
                pipeline.UseSessionAffinity();
                pipeline.UseConduit();
                pipeline.UseLoadBalancing();
            });
        using var handler = new SocketsHttpHandler { UseCookies = false };
        using var client = new HttpClient(handler) { BaseAddress = yarp.Client.BaseAddress };

        // One of the two meets alpha first.
        using var one = await client.GetAsync("/");
        using var other = await client.GetAsync("/");
        var asked = alpha.Requests;
        Assert.Equal(1, asked);
        foreach (var first in (HttpResponseMessage[])[one, other])
        {
            var cookie = Assert.Single(first.Headers.GetValues("Set-Cookie")).Split(';')[0];
            using var again = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Cookie", cookie } } };
            using var second = await client.SendAsync(again);

            Assert.Equal("beta", await second.Content.ReadAsStringAsync());
            Assert.Equal(asked, alpha.Requests);
        }
    }

    [Fact]
    public async Task Body_that_stops_coming_before_the_router_has_it_is_refused_in_the_end()
    {
        var time = new FakeTimeProvider();
        await using var alpha = await Backend.StartAsync("alpha");
        await using var yarp = await RunningYarp.StartAsync([.. Pool(alpha)], services: services => services
            .AddSingleton<TimeProvider>(time)
            // Kestrel would refuse it sooner, but a proxy that lets slow uploads be has that limit off.
            .Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MinRequestBodyDataRate = null));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, yarp.Client.BaseAddress!.Port);

        await client.GetStream().WriteAsync("POST / HTTP/1.1\r\nHost: proxy\r\nContent-Length: 10\r\n\r\nhalf"u8.ToArray());
        using var reader = new StreamReader(client.GetStream());
        var answer = reader.ReadLineAsync();
        await Until.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(10));
                return answer.IsCompleted;
            },
            RunningProxy.Patience,
            "the request is answered");

        Assert.StartsWith("HTTP/1.1 408", await answer, StringComparison.Ordinal);
        Assert.Equal(0, alpha.Requests);
    }

    [Fact]
    public async Task Cluster_that_did_not_opt_in_is_YARPs()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var yarp = await RunningYarp.StartAsync([.. Pool(alpha), ("ReverseProxy:Clusters:upstreams:LoadBalancingPolicy", "FirstAlphabetical")]);

        Assert.Equal("alpha", await yarp.Client.GetStringAsync("/"));
        Assert.Empty(yarp.Routers.All);
    }

    [Fact]
    public async Task Request_that_no_destination_can_take_is_answered_503()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var yarp = await RunningYarp.StartAsync([.. Pool(alpha)]);
        Assert.True(yarp.Routers.Find("upstreams")!.Router.TryIsolate("alpha", isolated: true));

        using var response = await yarp.Client.GetAsync("/");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Fact]
    public async Task Request_that_no_destination_answers_in_time_is_answered_504_and_says_who_was_asked()
    {
        await using var alpha = await Backend.StartAsync("alpha", Backend.Hang);
        await using var yarp = await RunningYarp.StartAsync(Pool(alpha), options =>
        {
            options.DecisionHeaders = true;
            options.Routing.AttemptTimeout = TimeSpan.FromSeconds(0.3);
        });

        using var response = await yarp.Client.GetAsync("/");

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal("alpha", Assert.Single(response.Headers.GetValues(DecisionHeaders.Upstream)));
    }

    [Fact]
    public async Task Attempt_that_cannot_be_handed_on_ends_all_the_same()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var yarp = await RunningYarp.StartAsync([.. Pool(alpha)]);
        var upstream = yarp.Routers.Find("upstreams")!.Router.Upstreams[0];
        upstream.Tag = null;

        using var response = await yarp.Client.GetAsync("/");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal((1, 0), (upstream.Attempts, upstream.InFlight));
    }

    [Fact]
    public async Task Answer_that_the_application_gives_itself_does_not_close_a_dead_destinations_breaker()
    {
        using var dead = new ClosedPort();
        var time = new FakeTimeProvider();
        await using var yarp = await RunningYarp.StartAsync(
            [.. RunningProxy.PoolOf("upstreams", [("dead", dead.Address)]), NoHedging],
            services: services => services.AddSingleton<TimeProvider>(time),
            pipeline: pipeline =>
            {
                pipeline.UseConduit();
                pipeline.Use(next => context => context.Request.Path == "/own" ? context.Response.WriteAsync("own") : next(context));
                pipeline.UseLoadBalancing();
            });
        var upstream = yarp.Routers.Find("upstreams")!.Router.Upstreams[0];
        while (upstream.BreakerState != BreakerState.Open)
        {
            using var response = await yarp.Client.GetAsync("/");
            Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        }

        for (var i = 0; i < 10; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal("own", await yarp.Client.GetStringAsync("/own"));
        }

        Assert.Equal(BreakerState.HalfOpen, upstream.BreakerState);
    }

    [Fact]
    public async Task Pipeline_that_lacks_the_router_serves_no_cluster_that_opted_in()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var beta = await Backend.StartAsync("beta");
        await using var yarp = await RunningYarp.StartAsync(
            [.. Pool(alpha, beta), ("ReverseProxy:Clusters:upstreams:LoadBalancingPolicy", "Adaptive")],
            pipeline: pipeline => pipeline.UseLoadBalancing());

        using var response = await yarp.Client.GetAsync("/");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    [Fact]
    public async Task Transport_that_the_application_sets_up_is_used()
    {
        await using var alpha = await Backend.StartAsync("alpha", context => context.Response.WriteAsync(context.Request.Headers.UserAgent.ToString()));
        var clusters = new List<string>();
        await using var yarp = await RunningYarp.StartAsync(Pool(alpha), options => options.ConfigureHttpClient((context, handler) => clusters.Add(context.ClusterId)));

        await yarp.Client.GetStringAsync("/");

        Assert.Equal(["upstreams"], clusters);
    }

    [Fact]
    public async Task Application_with_wrong_options_does_not_start_and_names_every_mistake()
    {
        await using var alpha = await Backend.StartAsync("alpha");

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => RunningYarp.StartAsync(
            [.. Pool(alpha), ("Conduit:BufferedBodyBytes", "-1"), ("Conduit:Routing:Deadline", "0"), ("Conduit:Rooting", "1")]));

        Assert.Equal(
            ["Conduit:BufferedBodyBytes = -1", "Conduit:Rooting", "Conduit:Routing:Deadline = 00:00:00", "Conduit:Routing:Deadline = 00:00:00"],
            failure.Failures.Select(mistake => mistake[..mistake.LastIndexOf(": ", StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<(string, string)> Pool(params Backend[] backends)
        => RunningProxy.PoolOf("upstreams", backends.Select(backend => (backend.Name, backend.Address)));
}
