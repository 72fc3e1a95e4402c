using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace Conduit.Tests.Proxy;

/// <summary>Settings of YARP's own that not every request is made to pay for.</summary>
public sealed class ClusterSettingsTests
{
    [Theory]
    [InlineData("true", DestinationHealth.Unhealthy)]
    [InlineData("false", DestinationHealth.Unknown)]
    public async Task Passive_health_checks_judge_a_destination_where_they_are_enabled(string enabled, DestinationHealth expected)
    {
        using var closed = new ClosedPort();
        await using var proxy = await RunningProxy.StartAsync(
        [
            .. RunningProxy.PoolOf("upstreams", [("alpha", closed.Address)]),
            ("ReverseProxy:Clusters:upstreams:HealthCheck:Passive:Enabled", enabled),
            ("ReverseProxy:Clusters:upstreams:HealthCheck:Passive:Policy", "TransportFailureRate"),
        ]);

        // As many as YARP's policy wants to have seen.
        for (var i = 0; i < 12; i++)
        {
            using var response = await proxy.Client.GetAsync("/");
        }

        Assert.True(proxy.App.Services.GetRequiredService<IProxyStateLookup>().TryGetCluster("upstreams", out var cluster));
        Assert.Equal(expected, cluster.Destinations["alpha"].Health.Passive);
    }

    [Fact]
    public async Task Session_affinity_that_is_switched_on_while_it_runs_binds_clients_from_then_on()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var beta = await Backend.StartAsync("beta");
        await using var proxy = await RunningProxy.StartAsync([alpha, beta]);
        using (var free = await proxy.Client.GetAsync("/"))
        {
            Assert.False(free.Headers.Contains("Set-Cookie"));
        }

        await File.WriteAllTextAsync(Path.Combine(proxy.App.Environment.ContentRootPath, "appsettings.json"), """
            { "ReverseProxy": { "Clusters": { "upstreams": { "SessionAffinity": { "Enabled": true, "Policy": "HashCookie", "AffinityKeyName": "node" } } } } }
            """);
        ((IConfigurationRoot)proxy.App.Configuration).Reload();

        using var bound = await FirstAsync(proxy, static answer => answer.Headers.Contains("Set-Cookie"));
        var name = await bound.Content.ReadAsStringAsync();
        var cookie = Assert.Single(bound.Headers.GetValues("Set-Cookie")).Split(';')[0];
        for (var i = 0; i < 4; i++)
        {
            using var again = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Cookie", cookie } } };
            using var answer = await proxy.Client.SendAsync(again);
            Assert.Equal(name, await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Route_that_asks_for_authorization_lets_nobody_through()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var proxy = await RunningProxy.StartAsync([alpha], ("ReverseProxy:Routes:upstreams:AuthorizationPolicy", "default"));

        using var response = await proxy.Client.GetAsync("/");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal(0, alpha.Requests);
    }

    private static async Task<HttpResponseMessage> FirstAsync(RunningProxy proxy, Predicate<HttpResponseMessage> isWanted)
    {
        using var patience = new CancellationTokenSource(RunningProxy.Patience, TimeProvider.System);
        while (true)
        {
            var answer = await proxy.Client.GetAsync("/", patience.Token);
            if (isWanted(answer))
            {
                return answer;
            }

            answer.Dispose();
        }
    }
}
