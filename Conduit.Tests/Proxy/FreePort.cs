using System.Net;
using System.Net.Sockets;

namespace Conduit.Tests.Proxy;

/// <summary>Ports for what cannot take just any: below those the system itself hands out, so that no connection takes one meanwhile.</summary>
internal static class FreePort
{
    private const int First = 28_200;
    private const int Count = 4_000;

    private static int _next = Environment.ProcessId;

    /// <summary>A port that is free, another one each time; other runs on this machine begin their search elsewhere.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }
}
