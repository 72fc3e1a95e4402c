using Conduit.Routing.Execution;
using Yarp.ReverseProxy.Forwarder;

namespace Conduit.Proxy.Forwarding;

/// <summary>YARP's client of each cluster with Conduit's executor in front of its sockets.</summary>
internal sealed class ConduitHttpClientFactory : ForwarderHttpClientFactory
{
    private static readonly TimeSpan IdleConnection = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;

    public ConduitHttpClientFactory(ILogger<ForwarderHttpClientFactory> logger, TimeProvider time)
        : base(logger)
        => _time = time;

    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        handler.PooledConnectionIdleTimeout = IdleConnection;
    }

    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler)
        => new ConduitHandler(handler, _time);
}
