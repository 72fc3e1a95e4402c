using System.Net;

namespace Conduit.Routing.Execution;

/// <summary>Points a message at an upstream, keeping path and query.</summary>
internal static class UpstreamAddress
{
    private static readonly Uri AnyHost = new("http://upstream/");

    /// <summary>A message that points nowhere yet: its host is a name only, and all of its path is kept.</summary>
    public static void TakeHostAsName(HttpRequestMessage message)
        => Take(message, message.Passage(), AnyHost);

    /// <summary>Points a message at an attempt's upstream.</summary>
    /// <param name="message">The message; if it is none of <see cref="TakeHostAsName"/>, it points at the first attempt's upstream or where it was pointed last.</param>
    /// <param name="request">Its request.</param>
    /// <param name="index">The attempt.</param>
    public static void Apply(HttpRequestMessage message, RoutedRequest request, int index)
    {
        var upstream = request[index].Upstream.Definition;
        var mayGoOverHttp2 = upstream.Http2Address is not null && request.OverHttp2;
        if (index == 0 && !request.IsTied && !mayGoOverHttp2)
        {
            return;
        }

        var passage = message.Passage();
        passage.Attempt = index;
        if (passage.Base is null)
        {
            Take(message, passage, request[0].Upstream.Definition.Address);
        }

        var overHttp2 = mayGoOverHttp2 && passage.Version!.Major >= 2;
        var to = overHttp2 ? upstream.Http2Address! : upstream.Address;
        // What the caller asked for is kept: the next upstream may have no address for HTTP/2.
        message.Version = overHttp2 ? HttpVersion.Version20 : passage.Version!;
        message.VersionPolicy = overHttp2 ? HttpVersionPolicy.RequestVersionExact : passage.VersionPolicy;
        if (message.RequestUri is { } current && !ReferenceEquals(passage.Base, to))
        {
            message.RequestUri = Rebase(current, passage.Base!, to);
        }

        passage.Base = to;
    }

    private static void Take(HttpRequestMessage message, Passage passage, Uri pointsAt)
    {
        passage.Base = pointsAt;
        passage.Version = message.Version;
        passage.VersionPolicy = message.VersionPolicy;
    }

    private static Uri Rebase(Uri current, Uri from, Uri to)
    {
        var rest = current.PathAndQuery.AsSpan(from.AbsolutePath.TrimEnd('/').Length);
        return new Uri(string.Concat(to.GetLeftPart(UriPartial.Path).AsSpan().TrimEnd('/'), rest));
    }
}
