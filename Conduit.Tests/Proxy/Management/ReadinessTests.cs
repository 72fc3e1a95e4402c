using System.Net;
using Conduit.Tests.Integration;
using Microsoft.AspNetCore.Http;

namespace Conduit.Tests.Proxy.Management;

/// <summary><c>/health</c> and <c>/alive</c>; that panic is not ready is with the breaker's tests.</summary>
public sealed class ReadinessTests
{
    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    public async Task Proxy_with_an_upstream_to_route_to_is_well(string path)
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var proxy = await RunningProxy.StartAsync([alpha]);

        using var response = await proxy.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Healthy", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Proxy_whose_upstreams_are_all_isolated_is_alive_and_not_ready()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var proxy = await RunningProxy.StartAsync([alpha]);
        using var isolated = await proxy.IsolateAsync("alpha", true);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), await HealthAsync(proxy));
    }

    [Fact]
    public async Task Proxy_told_to_end_is_not_ready_but_serves_until_the_last_request_has_ended()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var alpha = await Backend.StartAsync("alpha", async context =>
        {
            if (context.Request.Path == "/slow")
            {
                arrived.SetResult();
                await go.Task;
            }

            await context.Response.WriteAsync("whole");
        });
        await using var proxy = await RunningProxy.StartAsync([alpha], ("Conduit:DrainFor", "00:10:00"));
        var slow = proxy.Client.GetStringAsync("/slow");
        await arrived.Task.WaitAsync(RunningProxy.Patience);

        var stopping = proxy.App.StopAsync();

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), await HealthAsync(proxy));
        Assert.Equal("whole", await proxy.Client.GetStringAsync("/late"));
        Assert.False(stopping.IsCompleted);
        go.SetResult();
        Assert.Equal("whole", await slow);
        await stopping.WaitAsync(RunningProxy.Patience);
        await Assert.ThrowsAsync<HttpRequestException>(() => proxy.ClientOf(proxy.Address).GetAsync("/"));
    }

    [Fact]
    public async Task Request_without_end_does_not_keep_the_proxy_from_its_own()
    {
        await using var alpha = await Backend.StartAsync("alpha", Backend.Hang);
        await using var proxy = await RunningProxy.StartAsync([alpha], ("Conduit:DrainFor", "00:00:00.1"), ("Conduit:Routing:AttemptTimeout", "00:10:00"), ("Conduit:Routing:Deadline", "00:10:00"));
        var endless = proxy.Client.GetAsync("/");
        await Until.TrueAsync(() => alpha.Requests == 1, RunningProxy.Patience, "the request is under way");

        await proxy.App.StopAsync().WaitAsync(RunningProxy.Patience);

        await Assert.ThrowsAsync<HttpRequestException>(() => endless);
    }

    private static async Task<(HttpStatusCode Health, HttpStatusCode Alive)> HealthAsync(RunningProxy proxy)
    {
        using var health = await proxy.Client.GetAsync("/health");
        using var alive = await proxy.Client.GetAsync("/alive");
        return (health.StatusCode, alive.StatusCode);
    }
}
