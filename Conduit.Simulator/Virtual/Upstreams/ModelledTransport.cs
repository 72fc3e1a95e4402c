using Conduit.Routing.Execution;
using Conduit.Simulator.Virtual.Events;

namespace Conduit.Simulator.Virtual.Upstreams;

/// <summary>In the place of sockets: hands each attempt to the modelled upstream it was decided for.</summary>
internal sealed class ModelledTransport : HttpMessageHandler
{
    private readonly VirtualTime _time;

    public ModelledTransport(VirtualTime time) => _time = time;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _time.Guard();
        if (request.GetRoutedRequest() is not { Tag: ModelledRequest modelled } routed)
        {
            throw new InvalidOperationException("A message without its request: whoever copies messages copies their options too.");
        }

        return ((ModelledUpstream)routed[request.GetAttempt()].Upstream.Tag!).SendAsync(modelled, cancellationToken);
    }
}
