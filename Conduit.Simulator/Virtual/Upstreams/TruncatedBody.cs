using System.Net;

namespace Conduit.Simulator.Virtual.Upstreams;

/// <summary>A body whose connection breaks before its end.</summary>
internal sealed class TruncatedBody : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => Task.FromException(new HttpIOException(HttpRequestError.ResponseEnded, "The connection broke within the body."));

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
