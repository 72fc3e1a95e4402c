using System.Net;
using Conduit.ServiceDefaults;

namespace Conduit.LiveView.Access;

/// <summary>Who looks at the page: one of this machine, by an address of this machine, or somebody else.</summary>
internal static class Viewer
{
    /// <summary>Whether the page that is being asked for comes with buttons that work.</summary>
    public static bool MayCommand(HttpContext context, CommandAccess access) => access.FromElsewhere || (IsLocal(context) && NamesThisMachine(context.Request.Host));

    public static bool IsLocal(HttpContext context) => context.Connection.RemoteIpAddress is not { } remote || IPAddress.IsLoopback(remote);

    /// <summary>False for a name that merely leads here, as one that a hostile page had its own name server say.</summary>
    public static bool NamesThisMachine(HostString host)
        => host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || host.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
