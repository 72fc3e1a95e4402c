using Conduit.Routing;

namespace Conduit.Tests.Routing.Properties;

/// <summary>An attempt that is under way in a played history.</summary>
internal sealed class OpenAttempt
{
    public OpenAttempt(RoutedRequest request)
    {
        Request = request;
        Index = request.Latest;
        Upstream = request[Index].Upstream;
    }

    public RoutedRequest Request { get; }

    public int Index { get; }

    public Upstream Upstream { get; }

    /// <summary>True once its headers have come.</summary>
    public bool HasHeaders { get; set; }

    /// <summary>True if its request was answered by another and it goes on to learn.</summary>
    public bool RunsOn { get; set; }
}
