using Conduit.Routing.Execution;

namespace Conduit.Routing.Client;

/// <summary>
/// The router's seat in an <see cref="HttpClient"/>: makes each message a request of the router, and tells it how the
/// answer ended. What is sent is a copy: the caller's message stays as it was, fit to be sent again.
/// </summary>
internal sealed class ClientHandler : DelegatingHandler
{
    private readonly ConduitClient _client;

    public ClientHandler(ConduitClient client) => _client = client;

    // The transport is asynchronous in any case; who asks for an answer at once waits here for it.
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        => SendAsync(request, cancellationToken).GetAwaiter().GetResult();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await ClientBody.OfAsync(request.Content, _client.BufferedBodyBytes, cancellationToken).ConfigureAwait(false);
        var routed = new RoutedRequest(_client.Router, request.Method.Method.ToUpperInvariant(), body.Kind)
        {
            Route = _client.Router.RouteOf(RoutePath.Prefix(request.RequestUri!.AbsolutePath, _client.RouteSegments)),
            BufferedBody = body.Held,
            OverHttp2 = request.Version.Major >= 2,
            ClientAborted = cancellationToken,
        };
        var message = MessageCopy.Of(request);
        message.Content = body.Content;
        UpstreamAddress.TakeHostAsName(message);
        message.SetRoutedRequest(routed);
        try
        {
            var response = await base.SendAsync(message, cancellationToken).ConfigureAwait(false);
            AnswerContent.Watch(response, routed);
            return response;
        }
        catch
        {
            Complete(routed, body.Content);
            throw;
        }
    }

    /// <summary>Ends the last attempt if nobody has: only here is known which side of a streamed body broke.</summary>
    private static void Complete(RoutedRequest routed, HttpContent? body)
    {
        if (routed.AttemptCount > 0)
        {
            var byClient = routed.ClientAborted.IsCancellationRequested || body is PassedContent { HasFailed: true };
            routed.Router.Feedback.Complete(routed, routed.Final, byClient ? AttemptOutcome.ClientAbort : AttemptOutcome.Reset);
        }
    }
}
