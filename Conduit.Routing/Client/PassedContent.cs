using System.Net;
using Conduit.Routing.Execution;

namespace Conduit.Routing.Client;

/// <summary>A request's body that passes through as it is sent, and notes if it was the body that failed rather than the connection.</summary>
internal sealed class PassedContent : HttpContent
{
    private readonly HttpContent _content;

    public PassedContent(HttpContent content)
    {
        _content = content;
        content.Headers.CopyTo(Headers);
    }

    /// <summary>True once the caller's content could not be read.</summary>
    public bool HasFailed { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // Not disposed: the connection goes on.
        var target = new WatchedTarget(stream);
        try
        {
            await _content.CopyToAsync(target, context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!target.HasFailed && !cancellationToken.IsCancellationRequested)
        {
            HasFailed = true;
            throw;
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _content.Headers.ContentLength ?? 0;
        return _content.Headers.ContentLength is not null;
    }
}
