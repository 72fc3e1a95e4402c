using System.Net;

namespace Conduit.Tests.Proxy.Streaming;

/// <summary>A <see cref="PacedBody"/> as a request's content, its length told or not.</summary>
internal sealed class PacedContent(PacedBody body, bool tellLength) : HttpContent
{
    /// <summary>What was sent, as a hash; null before the end.</summary>
    public string? Sent { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        => Sent = await body.SendAsync(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return tellLength;
    }
}
