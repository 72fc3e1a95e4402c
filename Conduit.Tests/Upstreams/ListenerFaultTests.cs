using System.Net;
using System.Net.Sockets;
using Conduit.Tests.Integration;
using Conduit.Upstreams.Chaos;

namespace Conduit.Tests.Upstreams;

/// <summary>Faults that befall the data ports themselves.</summary>
public sealed class ListenerFaultTests : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private RunningUpstream _upstream = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _upstream = await RunningUpstream.StartAsync();

    public ValueTask DisposeAsync() => _upstream.DisposeAsync();

    [Theory]
    [InlineData("refuse")]
    [InlineData("crash")]
    public async Task Closed_listener_is_refused_by_the_system_on_both_data_ports(string kind)
    {
        await _upstream.SetFaultsAsync($$"""{ "kind": "{{kind}}" }""");

        Assert.True(await RefusedAsync(_upstream.At.Work));
        Assert.True(await RefusedAsync(_upstream.At.Http2));
    }

    [Theory]
    [InlineData("refuse")]
    [InlineData("crash")]
    public async Task Closed_listener_opens_again_when_cleared(string kind)
    {
        await _upstream.SetFaultsAsync($$"""{ "kind": "{{kind}}" }""");
        await _upstream.ClearFaultsAsync();

        Assert.Equal(HttpStatusCode.OK, (await _upstream.Work.GetAsync("/", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _upstream.Http2.GetAsync("/", Stop)).StatusCode);
    }

    [Theory]
    [InlineData("refuse")]
    [InlineData("crash")]
    public async Task Closed_listener_opens_by_itself_when_its_time_is_over(string kind)
    {
        await _upstream.SetFaultsAsync($$"""{ "kind": "{{kind}}", "for": "300ms" }""");

        Assert.True(await RefusedAsync(_upstream.At.Work) || await _upstream.FaultsAsync() is []);
        await Until.TrueAsync(async () => !await RefusedAsync(_upstream.At.Work) && !await RefusedAsync(_upstream.At.Http2), Bound, "the ports open again");
        Assert.Empty(await _upstream.FaultsAsync());
    }

    [Fact]
    public async Task Closed_listener_again_and_again_stays_true_to_the_faults()
    {
        for (var turn = 0; turn < 20; turn++)
        {
            await _upstream.SetFaultsAsync("""{ "kind": "refuse" }""");
            Assert.True(await RefusedAsync(_upstream.At.Work));
            await _upstream.ClearFaultsAsync();
            Assert.False(await RefusedAsync(_upstream.At.Work));
        }
    }

    [Fact]
    public async Task Refuse_in_force_lets_open_connections_live()
    {
        using var connection = await RawConnection.OpenAsync(_upstream.At.Work);
        await connection.AskAsync("/before");
        await connection.ReadUntilAsync("}");

        await _upstream.SetFaultsAsync("""{ "kind": "refuse" }""");
        await connection.AskAsync("/during");

        Assert.Contains("/during", await connection.ReadUntilAsync("}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Crash_in_force_cuts_open_connections()
    {
        using var idle = await RawConnection.OpenAsync(_upstream.At.Work);
        await idle.AskAsync("/");
        await idle.ReadUntilAsync("}");
        await _upstream.SetFaultsAsync("""{ "kind": "hang" }""");
        using var busy = await RawConnection.OpenAsync(_upstream.At.Work);
        await busy.AskAndBeTakenAsync();

        await _upstream.SetFaultsAsync("""{ "kind": "crash" }""");

        Assert.Equal(("", SocketError.ConnectionReset), await idle.ReadToEndAsync());
        Assert.Equal(("", SocketError.ConnectionReset), await busy.ReadToEndAsync());
    }

    [Fact]
    public async Task Port_taken_while_it_was_closed_is_opened_once_it_is_free()
    {
        await _upstream.SetFaultsAsync("""{ "kind": "refuse" }""");
        using (var thief = new TcpListener(IPAddress.Loopback, _upstream.At.Work.Port))
        {
            thief.Start();
            await _upstream.ClearFaultsAsync();
            Assert.Equal(HttpStatusCode.OK, (await _upstream.Control.GetAsync("/health", Stop)).StatusCode);
        }

        await Until.TrueAsync(async () => !await RefusedAsync(_upstream.At.Work), Bound, "the port opens once it is free");
        Assert.Equal(HttpStatusCode.OK, (await _upstream.Work.GetAsync("/", Stop)).StatusCode);
    }

    [Fact]
    public async Task Pause_in_force_holds_every_answer_back_to_its_end()
    {
        var time = await Elapsed.DuringAsync(async () =>
        {
            await _upstream.SetFaultsAsync("""{ "kind": "pause", "every": "1h", "length": "400ms" }""");
            await Task.WhenAll(_upstream.Work.GetAsync("/", Stop), _upstream.Http2.GetAsync("/", Stop));
        });

        Assert.True(time >= TimeSpan.FromMilliseconds(397), $"Took {time}.");
        Assert.Equal(HttpStatusCode.OK, (await _upstream.Work.GetAsync("/", Stop)).StatusCode);
    }

    [Theory]
    [InlineData("""{ "kind": "hang" }""")]
    [InlineData("""{ "kind": "reset" }""")]
    [InlineData("""{ "kind": "truncate" }""")]
    [InlineData("""{ "kind": "refuse" }""")]
    [InlineData("""{ "kind": "crash" }""")]
    [InlineData("""{ "kind": "error", "status": 500 }""")]
    [InlineData("""{ "kind": "latency", "set": "1h" }""")]
    [InlineData("""{ "kind": "pause", "every": "2h", "length": "1h" }""")]
    public async Task Control_port_whatever_the_fault_answers_at_once(string fault)
    {
        await _upstream.SetFaultsAsync(fault);

        foreach (var path in (string[])["/health", "/alive", "/metrics", ChaosEndpoints.Path])
        {
            using var answer = await _upstream.Control.GetAsync(path, Stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    private static async Task<bool> RefusedAsync(Uri address)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, Stop);
            return false;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return true;
        }
    }
}
