using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Conduit.Benchmarks;

/// <summary>
/// What a proxy has around it, in its own memory: clients on one side, upstreams on the other. All that a request costs
/// runs on the thread that sends it, and nothing of it is a kernel's.
/// </summary>
internal sealed class MemoryNetwork : IConnectionListenerFactory
{
    [ThreadStatic]
    private static MemoryClient? _onThread;

    private readonly ConcurrentQueue<MemoryUpstream> _owing = new();
    private MemoryListener? _first;

    /// <summary>The proxy listens. Clients connect to the first of its endpoints.</summary>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var listener = new MemoryListener(endpoint);
        _first ??= listener;
        return new(listener);
    }

    /// <summary>A client connects to the proxy.</summary>
    public MemoryClient Connect()
    {
        var client = new MemoryClient(this);
        _first!.Add(new DefaultConnectionContext("client", client.ForProxy, client.ForProxy)
        {
            LocalEndPoint = new IPEndPoint(IPAddress.Loopback, 8080),
            RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, 50_000),
        });
        return client;
    }

    /// <summary>The proxy connects to an upstream.</summary>
    public Stream Dial() => new MemoryUpstream(this);

    /// <summary>A client's thread goes on with its request.</summary>
    public static void Enter(MemoryClient client) => _onThread = client;

    /// <summary>An upstream has been sent a request: answered by the client whose thread sent it, or by whichever comes next.</summary>
    public void Owe(MemoryUpstream upstream)
    {
        if (_onThread is { } client)
        {
            client.Owing = upstream;
        }
        else
        {
            _owing.Enqueue(upstream);
        }
    }

    /// <summary>Has an upstream answer that was sent its request by a thread of the proxy's own.</summary>
    public void AnswerOthers()
    {
        if (_owing.TryDequeue(out var upstream))
        {
            upstream.Answer();
        }
    }

    private sealed class MemoryListener(EndPoint endpoint) : IConnectionListener
    {
        private readonly Channel<ConnectionContext?> _connections = Channel.CreateUnbounded<ConnectionContext?>();

        public EndPoint EndPoint => endpoint;

        public void Add(ConnectionContext connection) => _connections.Writer.TryWrite(connection);

        public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) => _connections.Reader.ReadAsync(cancellationToken);

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            _connections.Writer.TryWrite(null);
            return default;
        }

        public ValueTask DisposeAsync() => default;
    }
}
