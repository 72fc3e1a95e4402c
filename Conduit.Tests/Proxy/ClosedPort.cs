using System.Net;
using System.Net.Sockets;

namespace Conduit.Tests.Proxy;

/// <summary>A port that refuses connections: it is taken, so that nobody else gets it, and nobody listens.</summary>
internal sealed class ClosedPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ClosedPort()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_socket.LocalEndPoint!).Port}");
    }

    public Uri Address { get; }

    public void Dispose() => _socket.Dispose();
}
