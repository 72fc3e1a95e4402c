using System.Net;
using System.Net.Sockets;
using Conduit.Tests.Integration;

namespace Conduit.Tests.Upstreams;

/// <summary>Starts of the real program that cannot succeed.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task Start_with_wrong_settings_names_all_of_them_and_fails()
    {
        var (code, lines) = await RunAsync(
            "--urls=http://127.0.0.1:0",
            "--Conduit:Upstream:Name=A_b", "--Conduit:Upstream:Latency=5", "--Conduit:Upstream:Jitter=soon", "--Conduit:Upstream:Distribution=7",
            "--Conduit:Upstream:Seed=-1", "--Conduit:Upstream:Colour=red");

        Assert.Equal(1, code);
        Assert.Equal(6, lines.Length);
        Assert.Contains(lines, line => line.Contains("Conduit:Upstream:Name = A_b: allowed is lower-case letters, digits and dashes", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Conduit:Upstream:Latency = 5.00:00:00: allowed is 00:00:00 to 00:01:00", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Conduit:Upstream:Jitter = soon: not a time", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Conduit:Upstream:Distribution = 7: allowed is Exponential, Constant", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Conduit:Upstream:Seed = -1", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Conduit:Upstream:Colour: no such key; there are Distribution", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("00:00:00.005")]
    [InlineData("00:00:00.100")]
    public async Task Start_with_a_lognormal_that_cannot_be_names_the_range(string p99)
    {
        var (code, lines) = await RunAsync(
            "--urls=http://127.0.0.1:0", "--Conduit:Upstream:Distribution=lognormal", "--Conduit:Upstream:Latency=00:00:00.005", $"--Conduit:Upstream:P99={p99}");

        Assert.Equal(1, code);
        Assert.Contains("P99", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_on_a_port_in_use_says_so_in_one_line_and_fails()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        Assert.SkipWhen(port > ushort.MaxValue - 2_000, "The system's free ports leave no room for the further ones.");

        var (code, lines) = await RunAsync($"--urls=http://127.0.0.1:{port}");

        Assert.Equal(1, code);
        var line = Assert.Single(lines);
        Assert.StartsWith("beta: ", line, StringComparison.Ordinal);
        Assert.Contains($":{port}: address already in use", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:64000", "allowed is a port up to 63535")]
    [InlineData("https://127.0.0.1:3001", "allowed is one URL")]
    [InlineData("nonsense", "allowed is one URL")]
    public async Task Start_at_an_address_that_cannot_be_says_what_is_allowed(string urls, string message)
    {
        var (code, lines) = await RunAsync($"--urls={urls}");

        Assert.Equal(1, code);
        Assert.Contains(message, Assert.Single(lines), StringComparison.Ordinal);
    }

    private static Task<(int Code, string[] Lines)> RunAsync(params string[] arguments)
        => ServiceProcess.RunAsync("Conduit.Upstreams", arguments, ("OTEL_SERVICE_NAME", "beta"));
}
