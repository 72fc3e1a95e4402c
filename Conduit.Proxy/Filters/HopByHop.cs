using Microsoft.Net.Http.Headers;

namespace Conduit.Proxy.Filters;

/// <summary>Headers that <c>Connection</c> names are for one hop (RFC 9110, 7.6.1). YARP leaves them in, both ways.</summary>
internal static class HopByHop
{
    /// <summary>Takes the named headers out, but for those that the hop itself is made of.</summary>
    public static void Remove(IHeaderDictionary headers, IEnumerable<string> named)
    {
        foreach (var name in named)
        {
            // Upgrades are hop-by-hop too, but YARP renews them on the other side and needs these to do so.
            if (!name.Equals(HeaderNames.Upgrade, StringComparison.OrdinalIgnoreCase)
                && !name.Equals(HeaderNames.KeepAlive, StringComparison.OrdinalIgnoreCase)
                && !name.Equals("close", StringComparison.OrdinalIgnoreCase)
                && !name.Equals(HeaderNames.Host, StringComparison.OrdinalIgnoreCase)
                && !name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase)
                && !name.Equals(HeaderNames.TransferEncoding, StringComparison.OrdinalIgnoreCase))
            {
                headers.Remove(name);
            }
        }
    }
}
