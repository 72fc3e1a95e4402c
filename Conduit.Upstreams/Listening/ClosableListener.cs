using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Conduit.Upstreams.Listening;

/// <summary>A listener that can be closed and opened again; whoever accepts from it merely waits meanwhile. Thread-safe.</summary>
internal sealed class ClosableListener : IConnectionListener
{
    // One for life: open connections live on its buffers, also while the socket they were accepted from is closed.
    private readonly SocketConnectionContextFactory _contexts;
    private readonly int _backlog;
    private readonly ConcurrentDictionary<string, ConnectionContext> _connections = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _changing = new(1);
    private volatile Socket? _open;
    private volatile TaskCompletionSource _opened = Completed();
    private volatile bool _cut;
    private volatile bool _ended;

    public ClosableListener(EndPoint endpoint, SocketTransportOptions options, ILoggerFactory logging)
    {
        _contexts = new SocketConnectionContextFactory(new SocketConnectionFactoryOptions(), logging.CreateLogger<ClosableListener>());
        _backlog = options.Backlog;
        _open = Listen(endpoint);
        EndPoint = _open.LocalEndPoint!;
    }

    public EndPoint EndPoint { get; }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (!_ended)
        {
            await _opened.Task.WaitAsync(cancellationToken);
            if (_open is { } listening && await AcceptAsync(listening, cancellationToken) is { } accepted)
            {
                return Track(_contexts.Create(accepted));
            }
        }

        return null;
    }

    public async Task CloseAsync()
    {
        await _changing.WaitAsync();
        try
        {
            if (_open is { } listening)
            {
                // First what acceptors wait on next, then the socket they wait on now.
                _opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _open = null;
                listening.Dispose();
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    public async Task OpenAsync()
    {
        await _changing.WaitAsync();
        try
        {
            if (_open is null && !_ended)
            {
                _open = Listen(EndPoint);
                _cut = false;
                _opened.TrySetResult();
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Cuts every open connection; to be called once the listener is closed.</summary>
    public void Cut()
    {
        _cut = true;
        foreach (var connection in _connections.Values)
        {
            Cut(connection);
        }
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _ended = true;
        await CloseAsync();
        _opened.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        _contexts.Dispose();
    }

    private Socket Listen(EndPoint endpoint)
    {
        try
        {
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.Listen(_backlog);
            return socket;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new AddressInUseException(exception.Message, exception);
        }
    }

    /// <returns>Null if the listener was closed meanwhile, or the client had gone before it was accepted.</returns>
    private static async ValueTask<Socket?> AcceptAsync(Socket listening, CancellationToken cancellation)
    {
        try
        {
            var accepted = await listening.AcceptAsync(cancellation);
            accepted.NoDelay = true;
            return accepted;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    private ConnectionContext Track(ConnectionContext connection)
    {
        _connections[connection.ConnectionId] = connection;
        connection.ConnectionClosed.Register(() => _connections.TryRemove(connection.ConnectionId, out _));
        if (_cut)
        {
            // Accepted just as all others were cut.
            Cut(connection);
        }

        return connection;
    }

    private static void Cut(ConnectionContext connection) => connection.Abort(new ConnectionAbortedException("The upstream crashed."));

    private static TaskCompletionSource Completed()
    {
        var completed = new TaskCompletionSource();
        completed.SetResult();
        return completed;
    }
}
