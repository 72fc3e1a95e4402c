using System.Collections.Concurrent;
using Conduit.Routing;
using Conduit.Tests.Proxy;
using Conduit.Yarp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Conduit.Tests.Yarp;

public sealed class ConduitForwarderTests
{
    [Fact]
    public async Task Request_that_fails_below_one_destinations_path_goes_to_the_same_below_the_others()
    {
        await using var alpha = await Backend.StartAsync("alpha", Backend.Status(503));
        await using var beta = await Backend.StartAsync("beta", context => context.Response.WriteAsync(context.Request.Path + context.Request.QueryString));
        await using var yarp = await StartAsync([("alpha", new(alpha.Address, "/first")), ("beta", new(beta.Address, "/b/"))]);

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("/b/orders/1?full=yes", await yarp.Client.GetStringAsync("/orders/1?full=yes"));
        }

        Assert.Equal(1, alpha.Requests);
    }

    [Fact]
    public async Task Request_that_waits_below_one_destinations_path_is_answered_from_below_the_others()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var beta = await Backend.StartAsync("beta", context => context.Response.WriteAsync(context.Request.Path));
        var routed = new ConcurrentQueue<RoutedRequest>();
        await using var yarp = await StartAsync(
            [("alpha", new(alpha.Address, "/first")), ("beta", new(beta.Address, "/b"))], settings: [("Conduit:Routing:AttemptTimeout", "00:00:02")], routed: routed);
        var router = yarp.Routers.Find("upstreams")!.Router;
        while (router.Upstreams.Any(upstream => double.IsNaN(upstream.Latency.Spread.Tail)))
        {
            await yarp.Client.GetStringAsync("/orders/1");
        }

        alpha.Answer = Backend.Hang;
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("/b/orders/1", await yarp.Client.GetStringAsync("/orders/1"));
        }

        Assert.Contains(routed.TakeLast(2), request => Attempts(request).SequenceEqual(["alpha Policy Superseded", "beta Hedge Success"]));
    }

    [Theory]
    [InlineData("00:00:30", null, null)]
    [InlineData("00:10:00", null, "00:10:05")]
    [InlineData("00:10:00", "00:00:20", "00:00:20")]
    public async Task Route_whose_deadline_is_later_than_YARPs_own_limit_is_not_cut_short_by_it(string deadline, string? configured, string? expected)
    {
        var forwarder = new RememberingForwarder();
        await using var alpha = await Backend.StartAsync("alpha");
        await using var yarp = await StartAsync(
            [(alpha.Name, alpha.Address)],
            services => services.AddSingleton<IHttpForwarder>(forwarder),
            [
                ("ReverseProxy:Routes:upstreams:Metadata:Deadline", deadline),
                .. configured is null ? Array.Empty<(string, string)>() : [("ReverseProxy:Clusters:upstreams:HttpRequest:ActivityTimeout", configured)],
            ]);

        using var response = await yarp.Client.GetAsync("/");

        Assert.Equal(expected is null ? null : TimeSpan.Parse(expected), forwarder.ActivityTimeout);
    }

    [Fact]
    public void Cluster_whose_client_is_anothers_is_named_with_what_to_do()
    {
        var router = new Router(PolicyNames.RoundRobin, new RouterOptions(), TimeProvider.System);
        using var foreign = new HttpMessageInvoker(new SocketsHttpHandler());
        var cluster = new ClusterModel(new ClusterConfig { ClusterId = "orders" }, foreign);

        var error = Assert.Throws<InvalidOperationException>(() => new RequestClient(cluster, new RoutedRequest(router, "GET", BodyKind.None)));

        Assert.Equal("Cluster orders has a client that is not Conduit's: UseConduitForwarder() needs the client factory that AddConduit() registers.", error.Message);
    }

    private static Task<RunningYarp> StartAsync(
        (string Name, Uri Address)[] pool, Action<IServiceCollection>? services = null, IEnumerable<(string, string)>? settings = null, ConcurrentQueue<RoutedRequest>? routed = null)
        => RunningYarp.StartAsync(
            [.. RunningProxy.PoolOf("upstreams", pool), .. settings ?? []],
            services: services,
            pipeline: pipeline =>
            {
                pipeline.Use(async (context, next) =>
                {
                    await next(context);
                    routed?.Enqueue(context.Features.Get<RoutedRequest>()!);
                });
                pipeline.UseConduit();
                pipeline.UseConduitForwarder();
            });

    private static IEnumerable<string> Attempts(RoutedRequest routed)
        => Enumerable.Range(0, routed.AttemptCount).Select(i => $"{routed[i].Upstream.Id} {routed[i].Reason} {routed[i].Outcome}");

    private sealed class RememberingForwarder : IHttpForwarder
    {
        public TimeSpan? ActivityTimeout { get; private set; }

        public ValueTask<ForwarderError> SendAsync(
            HttpContext context, string destinationPrefix, HttpMessageInvoker httpClient, ForwarderRequestConfig requestConfig, HttpTransformer transformer)
        {
            ActivityTimeout = requestConfig.ActivityTimeout;
            return new(ForwarderError.None);
        }
    }
}
