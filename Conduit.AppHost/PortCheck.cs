using System.Net;
using System.Net.Sockets;
using Conduit.AppHost.Topology;

namespace Conduit.AppHost;

/// <summary>Finds ports that somebody else holds, before anything is started.</summary>
internal static class PortCheck
{
    /// <summary>One line for each port that is taken; none when the lab can start.</summary>
    public static IEnumerable<string> Taken(IEnumerable<(string Resource, LabEndpoint Endpoint)> needs)
        => from need in needs
           where IsTaken(need.Endpoint.Port)
           select $"Port {need.Endpoint.Port} is taken, and {need.Resource} needs it ({need.Endpoint.Name}). "
               + "End the program that holds it ('make down' ends a running lab), or move the whole lab with --port-offset.";

    private static bool IsTaken(int port)
        => !CanBind(IPAddress.Loopback, port) || (Socket.OSSupportsIPv6 && !CanBind(IPAddress.IPv6Loopback, port));

    private static bool CanBind(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            // The machine has no such address, so nobody can be in the way there.
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
