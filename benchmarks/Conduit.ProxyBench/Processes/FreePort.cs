using System.Net;
using System.Net.Sockets;

namespace Conduit.ProxyBench.Processes;

/// <summary>
/// Ports for what is started a moment later: below those the system itself hands out, so that none of the connections in
/// between, which may be thousands, takes one.
/// </summary>
internal static class FreePort
{
    private const int First = 24_000;
    private const int Count = 6_700;

    private static int _next = Environment.ProcessId;

    /// <summary>
    /// A port of loopback that is free, and so are those these offsets above it, up to 2000; another one each time. Other
    /// runs on this machine begin their search elsewhere.
    /// </summary>
    public static int Next(params int[] offsets)
    {
        while (true)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            if (IsFree(port) && Array.TrueForAll(offsets, offset => IsFree(port + offset)))
            {
                return port;
            }
        }
    }

    public static bool IsFree(int port)
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
