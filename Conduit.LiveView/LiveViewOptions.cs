using Conduit.Routing;

namespace Conduit.LiveView;

/// <summary>Settings of the live view: the <c>Conduit:LiveView</c> section of its configuration.</summary>
internal sealed class LiveViewOptions
{
    public const string Section = "Conduit:LiveView";

    /// <summary>Where the proxy's <c>/_conduit</c> is. Default <c>http://localhost:8080</c>; an http or https URL without a path.</summary>
    public Uri Proxy { get; set; } = new("http://localhost:8080");

    /// <summary>Where the simulator's <c>/runs</c> is. Default <c>http://localhost:8090</c>; an http or https URL without a path.</summary>
    public Uri Simulator { get; set; } = new("http://localhost:8090");

    /// <summary>Whether viewers on other machines may press its buttons too. Default false: they only look.</summary>
    public bool RemoteCommands { get; set; }

    public static void Check(LiveViewOptions options, OptionMistakes mistakes)
    {
        mistakes.Require(IsBare(options.Proxy), options.Proxy, "an http or https URL without a path, such as http://localhost:8080");
        mistakes.Require(IsBare(options.Simulator), options.Simulator, "an http or https URL without a path, such as http://localhost:8090");
    }

    private static bool IsBare(Uri? url)
        => url is { IsAbsoluteUri: true, PathAndQuery: "/" } && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
}
