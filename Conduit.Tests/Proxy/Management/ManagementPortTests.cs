using System.Net;
using Conduit.ProxyBench.Processes;
using Microsoft.AspNetCore.Http;

namespace Conduit.Tests.Proxy.Management;

/// <summary><c>Conduit:Management:Port</c>: the proxy's own endpoints on a port of their own.</summary>
public sealed class ManagementPortTests : IAsyncLifetime
{
    private static readonly string[] Reserved = ["/health", "/alive", "/metrics", "/_conduit/upstreams", "/_conduit/traces", "/_conduit/nonsense"];

    private Backend _alpha = null!;
    private RunningProxy _proxy = null!;
    private HttpClient _management = null!;

    public async ValueTask InitializeAsync()
    {
        var port = FreePort.Next();
        _alpha = await Backend.StartAsync("alpha", context => context.Response.WriteAsync($"alpha {context.Request.Path}"));
        _proxy = await RunningProxy.StartAsync([_alpha], ("Conduit:Management:Port", $"{port}"));
        _management = _proxy.ClientOf(new Uri($"http://127.0.0.1:{port}"));
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _alpha.DisposeAsync();
    }

    [Fact]
    public async Task Data_ports_proxy_every_path_once_management_has_a_port_of_its_own()
    {
        foreach (var path in Reserved)
        {
            Assert.Equal($"alpha {path}", await _proxy.Client.GetStringAsync(path));
            Assert.Equal($"alpha {path}", await _proxy.Http2Client.GetStringAsync(path));
        }
    }

    [Fact]
    public async Task Management_port_has_all_of_the_proxys_own_and_nothing_else()
    {
        foreach (var path in Reserved[..^1])
        {
            using var response = await _management.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        using var nonsense = await _management.GetAsync(Reserved[^1]);
        await RunningProxy.ProblemAsync(nonsense, HttpStatusCode.NotFound);
        using var other = await _management.GetAsync("/orders");
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        Assert.Equal(0, _alpha.Requests);
    }

    [Fact]
    public async Task Management_port_claimed_in_the_host_header_opens_nothing_on_the_data_port()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_conduit/upstreams") { Headers = { Host = _management.BaseAddress!.Authority } };

        using var response = await _proxy.Client.SendAsync(request);

        Assert.Equal("alpha /_conduit/upstreams", await response.Content.ReadAsStringAsync());
    }
}
