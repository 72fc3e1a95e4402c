using System.Net;
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
    public async Task Route_that_asks_for_authorization_lets_nobody_through()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var proxy = await RunningProxy.StartAsync([alpha], ("ReverseProxy:Routes:upstreams:AuthorizationPolicy", "default"));

        using var response = await proxy.Client.GetAsync("/");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal(0, alpha.Requests);
    }
}
