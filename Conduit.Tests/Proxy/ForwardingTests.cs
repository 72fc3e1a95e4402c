using System.Net;
using Microsoft.AspNetCore.Http;

namespace Conduit.Tests.Proxy;

public sealed class ForwardingTests
{
    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("PURGE")]
    public async Task Request_of_any_method_and_path_reaches_an_upstream(string method)
    {
        await using var alpha = await Backend.StartAsync("alpha", context
            => context.Response.WriteAsync($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}"));
        await using var proxy = await RunningProxy.StartAsync([alpha]);

        using var response = await proxy.Client.SendAsync(new(new(method), "/a%20b/c?x=1&y=%C3%BC"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"{method} /a%20b/c?x=1&y=%C3%BC", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Head_request_is_answered_with_headers_alone()
    {
        await using var alpha = await Backend.StartAsync("alpha", context =>
        {
            context.Response.ContentLength = 1_234;
            return Task.CompletedTask;
        });
        await using var proxy = await RunningProxy.StartAsync([alpha]);

        using var response = await proxy.Client.SendAsync(new(HttpMethod.Head, "/"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1_234, response.Content.Headers.ContentLength);
        Assert.Equal("success", (string?)(await proxy.TraceAsync())["outcome"]);
    }

    [Fact]
    public async Task Requests_over_two_upstreams_spread_and_say_who_answered()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var beta = await Backend.StartAsync("beta");
        await using var proxy = await RunningProxy.StartAsync([alpha, beta]);

        for (var i = 0; i < 10; i++)
        {
            using var response = await proxy.Client.GetAsync($"/{i}");
            Assert.Equal(await response.Content.ReadAsStringAsync(), Assert.Single(response.Headers.GetValues("X-Conduit-Upstream")));
            Assert.Equal("1", Assert.Single(response.Headers.GetValues("X-Conduit-Attempts")));
        }

        Assert.Equal((5, 5), (alpha.Requests, beta.Requests));
    }

    [Fact]
    public async Task Answer_with_decision_headers_off_says_nothing_of_the_proxy()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var proxy = await RunningProxy.StartAsync([alpha], ("Conduit:DecisionHeaders", "false"));

        using var response = await proxy.Client.GetAsync("/");

        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("X-Conduit", StringComparison.OrdinalIgnoreCase));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Secret_in_query_or_header_stays_out_of_traces()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var proxy = await RunningProxy.StartAsync([alpha]);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/orders?token=hush-1");
        request.Headers.Add("Authorization", "Bearer hush-2");

        using var response = await proxy.Client.SendAsync(request);
        var trace = await proxy.TraceAsync();

        Assert.Equal("/orders", (string?)trace["path"]);
        Assert.DoesNotContain("hush", trace.ToJsonString());
    }

    [Fact]
    public async Task Http11_request_goes_to_the_upstreams_own_address_where_an_http2_address_is_set()
    {
        await using var alpha = await Backend.StartAsync("alpha", context => context.Response.WriteAsync(context.Request.Protocol));
        await using var proxy = await RunningProxy.StartAsync(
            [alpha], ("ReverseProxy:Clusters:upstreams:Destinations:alpha:Metadata:Http2Address", alpha.Http2Address.ToString()));

        Assert.Equal("HTTP/1.1", await proxy.Client.GetStringAsync("/"));
    }

    [Fact]
    public async Task Http2_request_goes_to_the_upstreams_http2_address()
    {
        await using var alpha = await Backend.StartAsync("alpha", context => context.Response.WriteAsync($"{context.Request.Protocol} {context.Request.Path}{context.Request.QueryString}"));
        await using var proxy = await RunningProxy.StartAsync(
            [alpha], ("ReverseProxy:Clusters:upstreams:Destinations:alpha:Metadata:Http2Address", alpha.Http2Address.ToString()));

        Assert.Equal("HTTP/2 /x?y=1", await proxy.Http2Client.GetStringAsync("/x?y=1"));
    }

    [Fact]
    public async Task Http2_request_without_an_http2_address_is_passed_on_as_http11()
    {
        await using var alpha = await Backend.StartAsync("alpha", context => context.Response.WriteAsync(context.Request.Protocol));
        await using var proxy = await RunningProxy.StartAsync([alpha]);

        Assert.Equal("HTTP/1.1", await proxy.Http2Client.GetStringAsync("/"));
    }

    [Fact]
    public async Task Path_in_an_upstreams_address_is_kept_as_a_prefix()
    {
        await using var alpha = await Backend.StartAsync("alpha", context => context.Response.WriteAsync($"{context.Request.Path}{context.Request.QueryString}"));
        await using var beta = await Backend.StartAsync("beta", Backend.Status(503));
        await using var proxy = await RunningProxy.StartAsync(
            [.. RunningProxy.PoolOf("upstreams", [("alpha", new(alpha.Address, "/base/")), ("beta", beta.Address)])]);

        // Whichever comes first, by failover both end at alpha.
        Assert.Equal("/base/x?y=1", await proxy.Client.GetStringAsync("/x?y=1"));
        Assert.Equal("/base/x?y=1", await proxy.Client.GetStringAsync("/x?y=1"));
    }
}
