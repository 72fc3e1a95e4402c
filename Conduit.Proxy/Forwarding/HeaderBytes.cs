using System.Text;
using Conduit.Yarp;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Conduit.Proxy.Forwarding;

/// <summary>
/// Header values pass as the bytes they are. Of those above ASCII (obs-text, RFC 9110, 5.5) only the two ends know what
/// they mean: Latin-1 reads and writes each as itself, where ASCII and UTF-8 refuse what does not fit.
/// </summary>
internal static class HeaderBytes
{
    public static void PassHeaderBytes(this KestrelServerOptions kestrel)
    {
        kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        // A count is ASCII, which the server writes sooner when it is not told how.
        kestrel.ResponseHeaderEncodingSelector = static name => ReferenceEquals(name, DecisionHeaders.Attempts) ? null : Encoding.Latin1;
    }

    /// <summary>The same towards the upstreams, where a cluster's <c>HttpClient:RequestHeaderEncoding</c> says nothing else.</summary>
    public static ConduitYarpOptions WithHeaderBytesPassed(this ConduitYarpOptions seat)
    {
        seat.ConfigureHttpClient(static (_, handler) => handler.RequestHeaderEncodingSelector ??= static (_, _) => Encoding.Latin1);
        return seat;
    }
}
