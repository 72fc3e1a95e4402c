using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Conduit.Tests.Proxy;

public sealed class HeaderTests
{
    [Fact]
    public async Task Request_passed_on_tells_of_client_host_and_scheme()
    {
        var seen = new HeaderDictionary();
        await using var alpha = await Backend.StartAsync("alpha", context => Copy(context, seen));
        await using var proxy = await RunningProxy.StartAsync([alpha]);

        await SendAsync(proxy, request => request.Headers.Add("X-Forwarded-For", "192.0.2.1"));

        Assert.Equal("127.0.0.1", seen["X-Forwarded-For"]);
        Assert.Equal(proxy.Address.Authority, seen["X-Forwarded-Host"]);
        Assert.Equal("http", seen["X-Forwarded-Proto"]);
        Assert.Equal(alpha.Address.Authority, seen["Host"]);
    }

    [Fact]
    public async Task Header_named_in_connection_ends_at_the_proxy()
    {
        var seen = new HeaderDictionary();
        await using var alpha = await Backend.StartAsync("alpha", context => Copy(context, seen));
        await using var proxy = await RunningProxy.StartAsync([alpha]);

        await SendAsync(proxy, request =>
        {
            request.Headers.Add("Connection", "X-One, x-two");
            request.Headers.Add("X-One", "1");
            request.Headers.Add("X-Two", "2");
            request.Headers.Add("X-Three", "3");
        });

        Assert.False(seen.ContainsKey("X-One"));
        Assert.False(seen.ContainsKey("X-Two"));
        Assert.Equal("3", seen["X-Three"]);
    }

    [Theory]
    [InlineData("Keep-Alive", "timeout=5")]
    [InlineData("Proxy-Authorization", "Basic aHVzaA==")]
    [InlineData("Proxy-Connection", "keep-alive")]
    [InlineData("X-Conduit-Upstream", "forged")]
    [InlineData("X-Conduit-Attempts", "99")]
    public async Task Header_of_one_hop_or_in_the_proxys_name_ends_at_the_proxy(string name, string value)
    {
        var seen = new HeaderDictionary();
        await using var alpha = await Backend.StartAsync("alpha", context => Copy(context, seen));
        await using var proxy = await RunningProxy.StartAsync([alpha]);

        await SendAsync(proxy, request => request.Headers.TryAddWithoutValidation(name, value));

        Assert.False(seen.ContainsKey(name));
    }

    [Fact]
    public async Task Decision_header_an_upstream_forges_is_overwritten()
    {
        await using var alpha = await Backend.StartAsync("alpha", context =>
        {
            context.Response.Headers["X-Conduit-Upstream"] = "forged";
            context.Response.Headers["X-Own"] = "kept";
            return Task.CompletedTask;
        });
        await using var proxy = await RunningProxy.StartAsync([alpha]);

        using var response = await proxy.Client.GetAsync("/");

        Assert.Equal("alpha", Assert.Single(response.Headers.GetValues("X-Conduit-Upstream")));
        Assert.Equal("kept", Assert.Single(response.Headers.GetValues("X-Own")));
    }

    [Fact]
    public async Task Answers_header_named_in_connection_ends_at_the_proxy()
    {
        using var upstream = new TcpListener(IPAddress.Loopback, 0);
        upstream.Start();
        var serving = AnswerOnceAsync(
            upstream, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: X-One, Content-Length\r\nConnection: X-Conduit-Upstream\r\nX-One: 1\r\nX-Two: 2\r\n\r\n");
        await using var proxy = await RunningProxy.StartAsync([.. RunningProxy.PoolOf("upstreams", [("alpha", new($"http://{upstream.LocalEndpoint}"))])]);

        using var response = await proxy.Client.GetAsync("/");
        await serving;

        Assert.False(response.Headers.Contains("X-One"));
        Assert.Equal("2", Assert.Single(response.Headers.GetValues("X-Two")));
        Assert.Equal("alpha", Assert.Single(response.Headers.GetValues("X-Conduit-Upstream")));
        Assert.Equal(0, response.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData("Jos\u00c3\u00a9")]
    [InlineData("Jos\u00e9")]
    public async Task Header_value_above_ASCII_passes_both_ways_as_the_bytes_it_is(string bytes)
    {
        using var upstream = new TcpListener(IPAddress.Loopback, 0);
        upstream.Start();
        var serving = AnswerOnceAsync(upstream, $"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Name: {bytes}\r\n\r\n");
        await using var proxy = await RunningProxy.StartAsync([.. RunningProxy.PoolOf("upstreams", [("alpha", new($"http://{upstream.LocalEndpoint}"))])]);

        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, proxy.Address.Port);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes($"GET / HTTP/1.1\r\nHost: proxy\r\nConnection: close\r\nX-Name: {bytes}\r\n\r\n"));
        using var answer = new StreamReader(client.GetStream(), Encoding.Latin1);

        Assert.Contains($"X-Name: {bytes}\r\n", await answer.ReadToEndAsync().WaitAsync(RunningProxy.Patience), StringComparison.Ordinal);
        Assert.Contains($"X-Name: {bytes}\r\n", await serving.WaitAsync(RunningProxy.Patience), StringComparison.Ordinal);
    }

    /// <summary>Takes one request's head and answers it.</summary>
    private static async Task<string> AnswerOnceAsync(TcpListener listener, string answer)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        using var reader = new StreamReader(connection.GetStream(), Encoding.Latin1, leaveOpen: true);
        var head = new StringBuilder();
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            head.Append(line).Append("\r\n");
        }

        await connection.GetStream().WriteAsync(Encoding.Latin1.GetBytes(answer));
        return head.ToString();
    }

    private static Task Copy(HttpContext context, HeaderDictionary seen)
    {
        foreach (var (name, value) in context.Request.Headers)
        {
            seen[name] = value;
        }

        return Task.CompletedTask;
    }

    private static async Task SendAsync(RunningProxy proxy, Action<HttpRequestMessage> prepare)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        prepare(request);
        using var response = await proxy.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }
}
