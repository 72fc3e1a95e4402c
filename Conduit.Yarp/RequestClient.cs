using Conduit.Routing;
using Conduit.Routing.Execution;
using Yarp.ReverseProxy.Model;

namespace Conduit.Yarp;

/// <summary>
/// Sends for one request by its cluster's executor: the message itself need not know whose it is, which would cost it its
/// options. The event source <c>System.Net.Http</c> does not hear of the request; the meter of that name does.
/// </summary>
internal sealed class RequestClient : HttpMessageInvoker
{
    private readonly ConduitHandler _executor;
    private readonly RoutedRequest _routed;

    /// <exception cref="InvalidOperationException">The cluster's client is not Conduit's.</exception>
    public RequestClient(ClusterModel cluster, RoutedRequest routed)
        : this(ExecutorOf(cluster), routed)
    {
    }

    private RequestClient(ConduitHandler executor, RoutedRequest routed)
        : base(executor, disposeHandler: false)
    {
        _executor = executor;
        _routed = routed;
    }

    public override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        => _executor.SendAsync(_routed, request, cancellationToken);

    private static ConduitHandler ExecutorOf(ClusterModel cluster)
        => cluster.HttpClient is ClusterClient client ? client.Executor : throw new InvalidOperationException(
            $"Cluster {cluster.Config.ClusterId} has a client that is not Conduit's: UseConduitForwarder() needs the client factory that AddConduit() registers.");
}
