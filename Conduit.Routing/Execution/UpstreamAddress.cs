using System.Net;

namespace Conduit.Routing.Execution;

/// <summary>Points a message at an upstream, keeping path and query.</summary>
internal static class UpstreamAddress
{
    private static readonly HttpRequestOptionsKey<Aim> AimKey = new("Conduit.Aim");
    private static readonly Uri AnyHost = new("http://upstream/");

    /// <summary>A message that points nowhere yet: its host is a name only, and all of its path is kept.</summary>
    public static void TakeHostAsName(HttpRequestMessage message)
        => message.Options.Set(AimKey, new(AnyHost, message.Version, message.VersionPolicy));

    public static void Apply(HttpRequestMessage message, RoutedRequest request, UpstreamDefinition upstream)
    {
        if (!message.Options.TryGetValue(AimKey, out var aim))
        {
            aim = new(upstream.Address, message.Version, message.VersionPolicy);
        }

        var overHttp2 = upstream.Http2Address is not null && request.OverHttp2 && aim.Version.Major >= 2;
        var to = overHttp2 ? upstream.Http2Address! : upstream.Address;
        // What the caller asked for is kept: the next upstream may have no address for HTTP/2.
        message.Version = overHttp2 ? HttpVersion.Version20 : aim.Version;
        message.VersionPolicy = overHttp2 ? HttpVersionPolicy.RequestVersionExact : aim.VersionPolicy;
        if (message.RequestUri is { } current && !ReferenceEquals(aim.Base, to))
        {
            message.RequestUri = Rebase(current, aim.Base, to);
        }

        message.Options.Set(AimKey, aim with { Base = to });
    }

    private static Uri Rebase(Uri current, Uri from, Uri to)
    {
        var rest = current.PathAndQuery.AsSpan(from.AbsolutePath.TrimEnd('/').Length);
        return new Uri(string.Concat(to.GetLeftPart(UriPartial.Path).AsSpan().TrimEnd('/'), rest));
    }

    /// <summary>Where a message points, and the version its caller wants.</summary>
    private sealed record Aim(Uri Base, Version Version, HttpVersionPolicy VersionPolicy);
}
