using System.Threading.Channels;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Conduit.Tests.Proxy.Streaming;

/// <summary>gRPC through the proxy's port for HTTP/2 without TLS.</summary>
public sealed class GrpcTests : IAsyncLifetime
{
    private readonly Channel<string> _words = Channel.CreateUnbounded<string>();
    private Backend _alpha = null!;
    private RunningProxy _proxy = null!;
    private GrpcChannel _channel = null!;
    private Echo.EchoClient _client = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static CallOptions Patient => new(deadline: TimeProvider.System.GetUtcNow().UtcDateTime + RunningProxy.Patience, cancellationToken: Stop);

    public async ValueTask InitializeAsync()
    {
        _alpha = await Backend.StartAsync("alpha", map: app => app.MapGrpcService<EchoService>(), services: services =>
        {
            services.AddGrpc();
            services.AddSingleton(_words);
        });
        _proxy = await RunningProxy.StartAsync([_alpha], Http2AddressOf(_alpha));
        (_channel, _client) = ClientOf(_proxy);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _proxy.DisposeAsync();
        await _alpha.DisposeAsync();
    }

    [Fact]
    public async Task Unary_call_brings_answer_headers_and_trailers()
    {
        using var call = _client.SayAsync(new Word { Text = "hello" }, Patient.WithHeaders(new Metadata { { "mood", "good" } }));

        Assert.Equal("hello", (await call.ResponseAsync).Text);
        Assert.Equal("alpha", (await call.ResponseHeadersAsync).GetValue("x-conduit-upstream"));
        Assert.Equal("good", call.GetTrailers().GetValue("heard"));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Call_that_is_refused_brings_status_detail_and_trailers()
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => _client.SayAsync(new Word { Text = EchoService.Refused }, Patient).ResponseAsync);

        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        Assert.Equal("not today, größer than 100 %", refused.Status.Detail);
        Assert.Equal("closed", refused.Trailers.GetValue("reason"));
        Assert.Equal([0, 255, 7], refused.Trailers.GetValueBytes("proof-bin"));
    }

    [Fact]
    public async Task Stream_from_the_server_arrives_word_by_word()
    {
        using var call = _client.Listen(new Word(), Patient);
        await call.ResponseHeadersAsync;
        Assert.Equal(0, (int?)(await _proxy.UpstreamAsync("alpha"))["inFlight"]);

        foreach (var word in (string[])["one", "two", "three"])
        {
            _words.Writer.TryWrite(word);
            Assert.True(await call.ResponseStream.MoveNext(Stop));
            Assert.Equal(word, call.ResponseStream.Current.Text);
        }

        _words.Writer.Complete();
        Assert.False(await call.ResponseStream.MoveNext(Stop));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Stream_from_the_client_arrives_word_by_word()
    {
        using var call = _client.Tell(Patient);

        foreach (var word in (string[])["one", "two", "three"])
        {
            await call.RequestStream.WriteAsync(new Word { Text = word }, Stop);
            Assert.Equal(word, await _words.Reader.ReadAsync(Stop).AsTask().WaitAsync(RunningProxy.Patience));
        }

        await call.RequestStream.CompleteAsync();
        Assert.Equal("3 words", (await call.ResponseAsync).Text);
    }

    [Fact]
    public async Task Conversation_goes_back_and_forth_word_by_word()
    {
        using var call = _client.Talk(Patient);
        await call.ResponseHeadersAsync;
        Assert.Equal(0, (int?)(await _proxy.UpstreamAsync("alpha"))["inFlight"]);

        for (var turn = 0; turn < 100; turn++)
        {
            await call.RequestStream.WriteAsync(new Word { Text = $"word {turn}" }, Stop);
            Assert.True(await call.ResponseStream.MoveNext(Stop));
            Assert.Equal($"word {turn}", call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(Stop));
        Assert.Equal("success", (string?)(await _proxy.TraceAsync())["outcome"]);
    }

    [Fact]
    public async Task Call_its_client_cancels_ends_at_the_server_too()
    {
        using var leave = new CancellationTokenSource();
        using var call = _client.Listen(new Word(), cancellationToken: leave.Token);
        await call.ResponseHeadersAsync;

        await leave.CancelAsync();

        await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Stop));
        Assert.Equal(EchoService.Cancelled, await _words.Reader.ReadAsync(Stop).AsTask().WaitAsync(RunningProxy.Patience));
        Assert.Equal("client-abort", (string?)(await _proxy.TraceAsync())["outcome"]);
    }

    [Fact]
    public async Task Call_whose_upstream_cannot_be_reached_goes_to_the_other()
    {
        using var closed = new ClosedPort();
        await using var proxy = await RunningProxy.StartAsync(
            [.. RunningProxy.PoolOf("upstreams", [("alpha", _alpha.Address), ("beta", closed.Address)]), Http2AddressOf(_alpha)]);
        var (channel, client) = ClientOf(proxy);
        using (channel)
        {
            // Over round robin one of two calls meets the closed port first.
            for (var call = 0; call < 2; call++)
            {
                Assert.Equal("hello", (await client.SayAsync(new Word { Text = "hello" }, Patient)).Text);
            }
        }

        await proxy.MetricIsAsync(1, "conduit_failovers_total");
    }

    [Fact]
    public async Task Call_into_a_pool_that_cannot_be_reached_is_unavailable()
    {
        using var closed = new ClosedPort();
        await using var proxy = await RunningProxy.StartAsync([.. RunningProxy.PoolOf("upstreams", [("alpha", closed.Address)])]);
        var (channel, client) = ClientOf(proxy);
        using (channel)
        {
            var failed = await Assert.ThrowsAsync<RpcException>(() => client.SayAsync(new Word(), Patient).ResponseAsync);
            Assert.Equal(StatusCode.Unavailable, failed.StatusCode);
        }
    }

    private static (string Key, string Value) Http2AddressOf(Backend upstream)
        => ($"ReverseProxy:Clusters:upstreams:Destinations:{upstream.Name}:Metadata:Http2Address", upstream.Http2Address.ToString());

    private static (GrpcChannel Channel, Echo.EchoClient Client) ClientOf(RunningProxy proxy)
    {
        var channel = GrpcChannel.ForAddress(proxy.Http2Address, new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler { UseProxy = false }, DisposeHttpClient = true });
        return (channel, new Echo.EchoClient(channel));
    }
}
