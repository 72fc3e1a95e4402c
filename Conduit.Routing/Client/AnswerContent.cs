using System.Net;
using Conduit.Routing.Execution;

namespace Conduit.Routing.Client;

/// <summary>
/// An answer's body on its way to the caller, which ends its attempt: read to the end, broken, or not wanted any more.
/// Nothing is read before the caller reads.
/// </summary>
internal sealed class AnswerContent : HttpContent
{
    private readonly HttpContent _content;
    private readonly RoutedRequest _routed;
    private readonly int _index;

    private AnswerContent(HttpContent content, RoutedRequest routed)
    {
        _content = content;
        _routed = routed;
        _index = routed.Final;
        content.Headers.CopyTo(Headers);
    }

    /// <summary>Ends the attempt behind an answer at once if no body follows, else when that has ended.</summary>
    public static void Watch(HttpResponseMessage response, RoutedRequest routed)
    {
        ref readonly var attempt = ref routed[routed.Final];
        if (attempt.HasEnded)
        {
            return;
        }

        if (HasBody(response, routed.Method))
        {
            response.Content = new AnswerContent(response.Content, routed);
        }
        else
        {
            routed.Router.Feedback.Complete(routed, routed.Final, AttemptOutcomes.FromStatus(attempt.Status));
        }
    }

    /// <summary>The body is complete, or the caller has had enough of it.</summary>
    public void End() => Complete(AttemptOutcomes.FromStatus(_routed[_index].Status));

    /// <summary>The body could not be read on.</summary>
    public void Break(CancellationToken read)
        => Complete(read.IsCancellationRequested || _routed.ClientAborted.IsCancellationRequested ? AttemptOutcome.ClientAbort : AttemptOutcome.Truncated);

    protected override async Task<Stream> CreateContentReadStreamAsync()
        => new AnswerBody(await _content.ReadAsStreamAsync().ConfigureAwait(false), this);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken)
        => new AnswerBody(await _content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), this);

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken)
        => new AnswerBody(_content.ReadAsStream(cancellationToken), this);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var body = await CreateContentReadStreamAsync(cancellationToken).ConfigureAwait(false);
        await body.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
    }

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        => CreateContentReadStream(cancellationToken).CopyTo(stream);

    protected override bool TryComputeLength(out long length)
    {
        length = _content.Headers.ContentLength ?? 0;
        return _content.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            End();
            _content.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>False where HTTP allows none (RFC 9110, 6.4.1), none is announced, or the connection changes hands.</summary>
    private static bool HasBody(HttpResponseMessage response, string method)
        => method is not ("HEAD" or "CONNECT")
            && response.StatusCode is not (HttpStatusCode.SwitchingProtocols or HttpStatusCode.NoContent or HttpStatusCode.NotModified)
            && response.Content.Headers.ContentLength != 0;

    private void Complete(AttemptOutcome outcome) => _routed.Router.Feedback.Complete(_routed, _index, outcome);
}
