using Conduit.Proxy.Telemetry;
using Conduit.Routing.Execution;
using Yarp.ReverseProxy.Forwarder;

namespace Conduit.Proxy.Forwarding;

/// <summary>YARP's client of each cluster with Conduit's executor in front of its sockets.</summary>
internal sealed class ConduitHttpClientFactory : ForwarderHttpClientFactory
{
    private static readonly TimeSpan IdleConnection = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly bool _traced;

    public ConduitHttpClientFactory(ILogger<ForwarderHttpClientFactory> logger, TimeProvider time, IConfiguration configuration)
        : base(logger)
    {
        _time = time;
        _traced = Plumbing.IsTraced(configuration);
    }

    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        handler.PooledConnectionIdleTimeout = IdleConnection;
        if (!_traced)
        {
            // No span of ours to tell of; the client's own trace headers pass through as they are.
            handler.ActivityHeadersPropagator = null;
        }
    }

    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler)
        => new ConduitHandler(handler, _time);
}
