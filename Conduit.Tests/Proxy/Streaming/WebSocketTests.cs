using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Conduit.Tests.Proxy.Streaming;

public sealed class WebSocketTests : IAsyncLifetime
{
    private const string Protocol = "echo.v1";
    private const string Farewell = "farewell";

    private readonly TaskCompletionSource<(WebSocketCloseStatus?, string?)> _closedByClient = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Backend _alpha = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _alpha = await Backend.StartAsync("alpha", AnswerAsync);

    public ValueTask DisposeAsync() => _alpha.DisposeAsync();

    [Fact]
    public async Task Message_of_either_type_comes_back_whole_and_in_order()
    {
        await using var proxy = await RunningProxy.StartAsync([_alpha]);
        using var socket = await ConnectAsync(proxy, "/echo?room=1");
        var large = new byte[1 << 20];
        for (var i = 0; i < large.Length; i++)
        {
            large[i] = (byte)(i * 7 >> 3);
        }

        await SendAsync(socket, WebSocketMessageType.Text, "grüße"u8.ToArray());
        await SendAsync(socket, WebSocketMessageType.Binary, large);

        Assert.Equal(Protocol, socket.SubProtocol);
        var (firstType, first) = await ReceiveAsync(socket);
        var (secondType, second) = await ReceiveAsync(socket);
        Assert.Equal((WebSocketMessageType.Text, WebSocketMessageType.Binary), (firstType, secondType));
        Assert.Equal("grüße", Encoding.UTF8.GetString(first));
        Assert.Equal(large, second);
    }

    [Fact]
    public async Task Close_by_the_client_reaches_the_server_with_its_reason_and_is_answered()
    {
        await using var proxy = await RunningProxy.StartAsync([_alpha]);
        using var socket = await ConnectAsync(proxy, "/echo");

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "all said", Stop).WaitAsync(RunningProxy.Patience);

        Assert.Equal((WebSocketCloseStatus.NormalClosure, "all said"), await _closedByClient.Task.WaitAsync(RunningProxy.Patience));
        Assert.Equal(WebSocketState.Closed, socket.State);
        Assert.Equal("success", (string?)(await proxy.TraceAsync())["outcome"]);
    }

    [Fact]
    public async Task Close_by_the_server_reaches_the_client_with_its_reason()
    {
        await using var proxy = await RunningProxy.StartAsync([_alpha]);
        using var socket = await ConnectAsync(proxy, "/echo");

        await SendAsync(socket, WebSocketMessageType.Text, Encoding.UTF8.GetBytes(Farewell));
        var (type, _) = await ReceiveAsync(socket);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Stop);

        Assert.Equal(WebSocketMessageType.Close, type);
        Assert.Equal(((WebSocketCloseStatus)4_000, Farewell), (socket.CloseStatus, socket.CloseStatusDescription));
    }

    [Fact]
    public async Task Upstream_that_drops_the_connection_drops_it_at_the_client()
    {
        await using var proxy = await RunningProxy.StartAsync([_alpha]);
        using var socket = await ConnectAsync(proxy, "/drop");

        await SendAsync(socket, WebSocketMessageType.Text, "now"u8.ToArray());

        await Assert.ThrowsAsync<WebSocketException>(() => ReceiveAsync(socket));
        Assert.Equal(0, (int?)(await proxy.UpstreamAsync("alpha"))["inFlight"]);
    }

    [Fact]
    public async Task Upgrade_the_upstream_refuses_shows_its_own_status()
    {
        await using var proxy = await RunningProxy.StartAsync([_alpha]);
        using var socket = new ClientWebSocket { Options = { CollectHttpResponseDetails = true, Proxy = null } };

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(At(proxy, "/forbidden"), Stop));

        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    [Fact]
    public async Task Open_socket_is_not_in_flight_and_outlives_the_time_limit_of_its_headers()
    {
        await using var proxy = await RunningProxy.StartAsync([_alpha], ("Conduit:Routing:AttemptTimeout", "00:00:03"), ("Conduit:Routing:Deadline", "00:00:03"));
        using var socket = await ConnectAsync(proxy, "/echo");
        Assert.Equal(0, (int?)(await proxy.UpstreamAsync("alpha"))["inFlight"]);

        // Begun later under the same limit: when this one's time is up, so is the other's.
        using var late = await proxy.Client.GetAsync("/hang");
        await RunningProxy.ProblemAsync(late, HttpStatusCode.GatewayTimeout);

        await SendAsync(socket, WebSocketMessageType.Text, "still here"u8.ToArray());
        Assert.Equal("still here"u8.ToArray(), (await ReceiveAsync(socket)).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Socket_over_HTTP2_is_open_to_either_version_of_the_upstream(bool upstreamSpeaksHttp2)
    {
        (string, string)[] settings = upstreamSpeaksHttp2
            ? [("ReverseProxy:Clusters:upstreams:Destinations:alpha:Metadata:Http2Address", _alpha.Http2Address.ToString())]
            : [];
        await using var proxy = await RunningProxy.StartAsync([_alpha], settings);
        using var socket = new ClientWebSocket { Options = { HttpVersion = HttpVersion.Version20, HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact } };
        socket.Options.AddSubProtocol(Protocol);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });

        await socket.ConnectAsync(new($"ws://{proxy.Http2Address.Authority}/echo"), http, Stop).WaitAsync(RunningProxy.Patience);
        await SendAsync(socket, WebSocketMessageType.Text, "hello"u8.ToArray());

        Assert.Equal("hello"u8.ToArray(), (await ReceiveAsync(socket)).Message);
    }

    private static Uri At(RunningProxy proxy, string pathAndQuery) => new($"ws://{proxy.Address.Authority}{pathAndQuery}");

    private static async Task<ClientWebSocket> ConnectAsync(RunningProxy proxy, string pathAndQuery)
    {
        var socket = new ClientWebSocket { Options = { Proxy = null } };
        socket.Options.AddSubProtocol(Protocol);
        await socket.ConnectAsync(At(proxy, pathAndQuery), Stop).WaitAsync(RunningProxy.Patience);
        return socket;
    }

    private static Task SendAsync(WebSocket socket, WebSocketMessageType type, byte[] message)
        => socket.SendAsync(message, type, endOfMessage: true, Stop).WaitAsync(RunningProxy.Patience);

    private static async Task<(WebSocketMessageType Type, byte[] Message)> ReceiveAsync(WebSocket socket)
    {
        var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, Stop).WaitAsync(RunningProxy.Patience);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                return (part.MessageType, message.ToArray());
            }
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/hang":
                await Backend.Hang(context);
                return;
            case "/forbidden":
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(Protocol);
        if (context.Request.Path == "/drop")
        {
            await ReceiveAsync(socket);
            context.Abort();
            return;
        }

        while (true)
        {
            var (type, message) = await ReceiveAsync(socket);
            if (type == WebSocketMessageType.Close)
            {
                _closedByClient.TrySetResult((socket.CloseStatus, socket.CloseStatusDescription));
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Stop);
                return;
            }

            if (Encoding.UTF8.GetString(message) == Farewell)
            {
                await socket.CloseAsync((WebSocketCloseStatus)4_000, Farewell, Stop);
                return;
            }

            await SendAsync(socket, type, message);
        }
    }
}
