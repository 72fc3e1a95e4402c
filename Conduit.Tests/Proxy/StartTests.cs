using System.Net;
using System.Net.Sockets;
using Conduit.Tests.Integration;

namespace Conduit.Tests.Proxy;

/// <summary>Starts of the real program that cannot succeed.</summary>
public sealed class StartTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conduit-start-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Start_with_wrong_settings_names_all_of_them_and_fails()
    {
        var (code, lines) = await RunAsync(
            ("Conduit:MaxConcurrentRequests", "0"), ("Conduit:DrainFor", "soon"), ("Conduit:DecisionHeaders", "maybe"), ("Conduit:Colour", "red"),
            ("Conduit:Management:Port", "70000"), ("Conduit:Routing:AttemptTimeout", "00:00:00"), ("Conduit:Routing:Exploration:Epsilon", "2"));

        Assert.Equal(1, code);
        Assert.Equal(7, lines.Length);
        Assert.All(lines, line => Assert.StartsWith("proxy: Conduit:", line, StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Conduit:MaxConcurrentRequests = 0: allowed is 1 to 1000000", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Conduit:DrainFor = soon: not a time", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Conduit:DecisionHeaders = maybe: not true or false", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Conduit:Colour: no such key; there are", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Conduit:Management:Port = 70000: allowed is 1 to 65535", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Conduit:Routing:AttemptTimeout = 00:00:00: allowed is", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Conduit:Routing:Exploration:Epsilon = 2: allowed is 0 to 0.5", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ReverseProxy:Clusters:upstreams:LoadBalancingPolicy", "Best", "Best")]
    [InlineData("ReverseProxy:Clusters:upstreams:Destinations:alpha:Metadata:Weight", "heavy", "Weight = heavy: allowed is 0.01 to 1000")]
    [InlineData("ReverseProxy:Clusters:upstreams:Destinations:alpha:Metadata:Http2Address", "there", "Http2Address = there: allowed is an http or https URL")]
    [InlineData("ReverseProxy:Routes:upstreams:Metadata:Deadline", "-1", "Deadline = -1: allowed is a time above 0")]
    [InlineData("ReverseProxy:Routes:upstreams:Metadata:Deadline", "1", "Deadline = 1: allowed is a time above 0 of at most a day, with colons")]
    [InlineData("ReverseProxy:Routes:upstreams:Metadata:Deadline", "60.00:00:00", "Deadline = 60.00:00:00: allowed is a time above 0 of at most a day")]
    [InlineData("ReverseProxy:Routes:upstreams:Metadata:AttemptTimeout", "01:00:00", "AttemptTimeout = 01:00:00: allowed is at most the route's Deadline, 00:00:30")]
    [InlineData("ReverseProxy:Clusters:upstreams:Destinations:alpha:Address", "nowhere", "alpha: Address = nowhere: allowed is an http or https URL")]
    [InlineData("urls", "ftp://127.0.0.1", "allowed is one URL")]
    [InlineData("urls", "http://192.0.2.1:8080", "proxy: cannot listen: ")]
    public async Task Start_with_one_wrong_setting_names_it_and_fails(string key, string value, string message)
    {
        var (code, lines) = await RunAsync((key, value));

        Assert.Equal(1, code);
        Assert.Contains(message, Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_on_a_port_in_use_says_so_in_one_line_and_fails()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (code, lines) = await RunAsync(("urls", $"http://127.0.0.1:{port}"));

        Assert.Equal(1, code);
        Assert.Contains($":{port}: address already in use", Assert.Single(lines), StringComparison.Ordinal);
    }

    private Task<(int Code, string[] Lines)> RunAsync(params (string Key, string Value)[] settings)
        => ServiceProcess.RunAsync("Conduit.Proxy", RunningProxy.Arguments(
            _folder, [.. RunningProxy.PoolOf("upstreams", [("alpha", new("http://127.0.0.1:9"))]), .. settings]));
}
