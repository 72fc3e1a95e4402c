using Conduit.ServiceDefaults;

namespace Conduit.LiveView.Access;

/// <summary>Who looks at the page: somebody at this machine, who asked for it by a name of this machine, or somebody else.</summary>
internal static class Viewer
{
    /// <summary>Whether the page that is being asked for comes with buttons that work; as with commands to the services themselves.</summary>
    public static bool MayCommand(HttpRequest request, CommandAccess access)
        => access.FromElsewhere || (LocalHost.IsSenderOf(request) && !ForwardedRequest.Is(request) && LocalHost.IsNamedBy(request, access.Hosts));
}
