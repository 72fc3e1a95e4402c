using System.Net;
using System.Net.Sockets;

namespace Conduit.ProxyBench.Processes;

/// <summary>
/// Ports of loopback that nobody listens on, each given out once: below those the system itself hands out, so that none of
/// the thousands of connections in between takes one before its peer has started.
/// </summary>
internal static class FreePort
{
    private const int First = 24_000;
    private const int Count = 4_000;

    // Other runs on this machine begin elsewhere.
    private static int _next = Environment.ProcessId;

    public static int Next()
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            if (IsFree(port))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
