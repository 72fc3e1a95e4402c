using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Conduit.Upstreams.Listening;

/// <summary>
/// Kestrel's own connections, with listeners that really close: the server never notices, a client is refused by the
/// system. Thread-safe.
/// </summary>
internal sealed class ClosableTransport : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly SocketTransportOptions _options;
    private readonly ILoggerFactory _logging;
    private readonly List<ClosableListener> _listeners = [];
    private readonly Lock _listenersLock = new();

    public ClosableTransport(IOptions<SocketTransportOptions> options, ILoggerFactory logging)
    {
        _options = options.Value;
        _logging = logging;
    }

    public bool CanBind(EndPoint endpoint) => endpoint is ClosableEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var listener = new ClosableListener(endpoint, _options, _logging);
        lock (_listenersLock)
        {
            _listeners.Add(listener);
        }

        return ValueTask.FromResult<IConnectionListener>(listener);
    }

    /// <summary>Refuses new connections; open ones live on.</summary>
    public Task CloseAsync() => Task.WhenAll(All().Select(listener => listener.CloseAsync()));

    /// <summary>Accepts connections again.</summary>
    public Task OpenAsync() => Task.WhenAll(All().Select(listener => listener.OpenAsync()));

    /// <summary>Cuts every open connection.</summary>
    public void Cut()
    {
        foreach (var listener in All())
        {
            listener.Cut();
        }
    }

    private ClosableListener[] All()
    {
        lock (_listenersLock)
        {
            return [.. _listeners];
        }
    }
}
