using System.Net.Sockets;
using Conduit.Simulator.Runs.Target;
using Conduit.Tests.Proxy;
using Conduit.Tests.Simulator.Scenarios;
using Microsoft.AspNetCore.Http;

namespace Conduit.Tests.Simulator.Runs;

/// <summary>What a target tells, as far as it may be believed.</summary>
public sealed class TargetProbeTests
{
    private static readonly Dictionary<string, Uri> NoControls = new(StringComparer.Ordinal);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http://localhost:5001")]
    [InlineData("http://127.0.0.2:5001")]
    [InlineData("http://[::1]:5001")]
    public async Task Loopback_address_that_another_machine_tells_is_not_taken_for_this_one(string told)
    {
        await using var backend = await Backend.StartAsync("remote", Telling(told));
        using var http = new HttpMessageInvoker(Reaching(backend));
        var probe = new TargetProbe(http, TimeProvider.System);

        var (target, problem) = await probe.LookAsync(new Uri("http://remote.example:8080"), NoControls, Stop);

        Assert.Null(problem);
        Assert.Equal(["alpha"], target!.Upstreams);
        Assert.Empty(target.Controls);
        var missing = await probe.CheckAsync(target, Faulty(), Stop);
        Assert.Contains("http://remote.example:8080/ tells an address that only its own machine can use, so give it with --control alpha=URL", missing!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:8080", "http://localhost:5001", "http://localhost:6001/")]
    [InlineData("http://remote.example:8080", "http://alpha:5001", "http://alpha:6001/")]
    public async Task Address_that_can_be_meant_is_taken(string target, string told, string control)
    {
        await using var backend = await Backend.StartAsync("lab", Telling(told));
        using var http = new HttpMessageInvoker(Reaching(backend));

        var (found, _) = await new TargetProbe(http, TimeProvider.System).LookAsync(new Uri(target), NoControls, Stop);

        Assert.Equal(control, Assert.Single(found!.Controls).Value.ToString());
    }

    [Fact]
    public async Task Control_that_is_given_wins_over_what_another_machine_tells()
    {
        await using var backend = await Backend.StartAsync("remote", Telling("http://localhost:5001"));
        using var http = new HttpMessageInvoker(Reaching(backend));
        var given = new Dictionary<string, Uri>(StringComparer.Ordinal) { ["alpha"] = new("http://remote.example:6001") };
        var probe = new TargetProbe(http, TimeProvider.System);

        var (target, _) = await probe.LookAsync(new Uri("http://remote.example:8080"), given, Stop);

        Assert.Null(await probe.CheckAsync(target!, Faulty(), Stop));
        Assert.Equal(given, target!.Controls);
    }

    [Fact]
    public async Task Answer_in_a_charset_that_nobody_knows_tells_nothing()
    {
        await using var backend = await Backend.StartAsync("odd", context =>
        {
            context.Response.ContentType = "application/json; charset=nonsense";
            return context.Response.WriteAsync("{}", Stop);
        });
        using var http = new HttpMessageInvoker(Reaching(backend));

        var (target, problem) = await new TargetProbe(http, TimeProvider.System).LookAsync(backend.Address, NoControls, Stop);

        Assert.Null(problem);
        Assert.Null(target!.Upstreams);
    }

    private static Conduit.Simulator.Scenarios.Model.Scenario Faulty()
        => ScenarioText.Good("phases: [ { for: 1s, rate: 1 } ]\nfaults: [ { at: 0s, for: 1s, on: alpha, kind: hang } ]");

    private static RequestDelegate Telling(string address)
        => context => context.Response.WriteAsync($$"""{ "policy": "Adaptive", "upstreams": [ { "id": "alpha", "address": "{{address}}" } ] }""", Stop);

    /// <summary>Whatever the name of the machine, it is this backend.</summary>
    private static SocketsHttpHandler Reaching(Backend backend) => new()
    {
        UseProxy = false,
        ConnectCallback = async (_, stop) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(backend.Address.Host, backend.Address.Port, stop);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };
}
