using Conduit.Routing;
using Conduit.Routing.Execution;
using Conduit.Simulator.Load;
using Conduit.Simulator.Virtual.Events;
using Conduit.Simulator.Virtual.Upstreams;

namespace Conduit.Simulator.Virtual.Proxies;

/// <summary>
/// A proxy without sockets: the router, the executor and the rules of the real one's request path around a modelled
/// transport. What the real one answers itself, 502, 503 or 504, is a server's error to the client here as well.
/// </summary>
internal sealed class VirtualProxy : IDisposable
{
    private const int BadGateway = 502;
    private const int Unavailable = 503;
    private const int GatewayTimeout = 504;

    private static readonly Answer NobodysError = Answer.Complete(Unavailable, null);

    private readonly Router _router;
    private readonly OraclePolicy? _oracle;
    private readonly HttpMessageInvoker _upstreams;
    private readonly int _mostRequests;
    private readonly int _routeSegments;
    private int _requests;

    public VirtualProxy(string policy, VirtualProxyOptions options, IReadOnlyList<ModelledUpstream> upstreams, TimeSpan failureCost, VirtualTime time)
    {
        _mostRequests = options.MaxConcurrentRequests;
        _routeSegments = options.RouteSegments;
        _oracle = policy == OraclePolicy.Name ? new OraclePolicy(upstreams, failureCost) : null;
        _router = _oracle is null ? new Router(policy, options.Routing, time) : new Router(policy, _oracle, options.Routing, time);
        _router.Update([.. upstreams.Select((upstream, index) => new UpstreamDefinition(upstream.Name, new Uri($"http://upstream-{index}")) { Weight = upstream.Weight })]);
        for (var i = 0; i < upstreams.Count; i++)
        {
            _router.Upstreams[i].Tag = upstreams[i];
        }

        _upstreams = new HttpMessageInvoker(new ConduitHandler(new ModelledTransport(time), time));
    }

    public void Dispose() => _upstreams.Dispose();

    /// <summary>Handles a request to the end of its answer.</summary>
    /// <param name="request">The request, as upstreams will see it.</param>
    /// <param name="method">Its method.</param>
    /// <param name="body">What it carries.</param>
    /// <param name="clientAborted">Its client has gone away.</param>
    /// <returns>What the client sees, if it still looks.</returns>
    public ValueTask<Answer> HandleAsync(ModelledRequest request, HttpMethod method, RequestBody body, CancellationToken clientAborted)
    {
        if (_requests == _mostRequests)
        {
            return new(NobodysError);
        }

        var routed = new RoutedRequest(_router, method.Method, body.Kind)
        {
            Route = _router.RouteOf(RoutePath.Prefix(request.Path, _routeSegments)),
            BufferedBody = body.Bytes,
            ClientAborted = clientAborted,
            Tag = request,
        };
        _oracle?.Begin(routed.Number, request);
        if (_router.TryBegin(routed))
        {
            return ForwardAsync(request, routed, method, clientAborted);
        }

        _oracle?.End(routed.Number);
        return new(NobodysError);
    }

    private async ValueTask<Answer> ForwardAsync(ModelledRequest request, RoutedRequest routed, HttpMethod method, CancellationToken clientAborted)
    {
        _requests++;
        // No address: the transport finds its upstream by the decision, and nobody has to build one for each request.
        using var message = new HttpRequestMessage(method, (Uri?)null);
        message.SetRoutedRequest(routed);
        HttpResponseMessage? response = null;
        var (ended, seen, status) = (AttemptOutcome.Reset, ClientOutcome.ServerError, BadGateway);
        try
        {
            response = await _upstreams.SendAsync(message, clientAborted).ConfigureAwait(false);
            await response.Content.CopyToAsync(Stream.Null, clientAborted).ConfigureAwait(false);
            ended = AttemptOutcomes.FromStatus(routed[routed.Final].Status);
            status = (int)response.StatusCode;
            seen = ClientOutcomes.FromStatus(status);
        }
        // Of anything else the model is to blame, and no upstream.
        catch (Exception problem) when (problem is HttpRequestException or IOException or OperationCanceledException)
        {
            (ended, seen, status) = (response, clientAborted.IsCancellationRequested, problem) switch
            {
                (not null, _, HttpRequestException or IOException) => (AttemptOutcome.Truncated, ClientOutcome.Truncated, 0),
                (_, true, _) => (AttemptOutcome.ClientAbort, ClientOutcome.Timeout, 0),
                (_, _, OperationCanceledException) => (AttemptOutcome.Timeout, ClientOutcome.ServerError, GatewayTimeout),
                _ => (AttemptOutcome.Reset, ClientOutcome.ServerError, BadGateway),
            };
        }
        finally
        {
            response?.Dispose();
        }

        var last = routed.Final;
        _router.Feedback.Complete(routed, last, ended);
        _requests--;
        _oracle?.End(routed.Number);
        request.Log.Add(routed);
        // A client that gave up has not seen the header that names the upstream; here it is known all the same.
        return new Answer(seen, routed[last].Upstream.Id) { Status = status };
    }
}
