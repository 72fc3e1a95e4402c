using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Conduit.Tests.Proxy;

public sealed class AllowedHostsTests
{
    [Theory]
    [InlineData("example.test", HttpStatusCode.BadRequest)]
    [InlineData("example.test;127.0.0.1", HttpStatusCode.OK)]
    [InlineData("*", HttpStatusCode.OK)]
    public async Task Request_for_a_host_is_let_in_as_AllowedHosts_says(string allowed, HttpStatusCode status)
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var proxy = await RunningProxy.StartAsync([alpha], ("AllowedHosts", allowed));

        using var response = await proxy.Client.GetAsync("/");

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(allowed != "*", HasFrame(proxy));
    }

    [Fact]
    public async Task Proxy_that_nobody_told_of_hosts_has_no_frame_that_asks_for_them()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var proxy = await RunningProxy.StartAsync([alpha]);

        Assert.False(HasFrame(proxy));
    }

    private static bool HasFrame(RunningProxy proxy)
        => proxy.App.Services.GetServices<IStartupFilter>().Any(filter => filter.GetType().Name.StartsWith("HostFiltering", StringComparison.Ordinal));
}
