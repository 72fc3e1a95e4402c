using System.Runtime.CompilerServices;
using Conduit.Routing.Execution;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace Conduit.Yarp;

/// <summary>YARP's client of each cluster with Conduit's executor in front of its sockets.</summary>
internal sealed class ConduitHttpClientFactory : ForwarderHttpClientFactory, IForwarderHttpClientFactory
{
    private static readonly TimeSpan IdleConnection = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly Action<ForwarderHttpClientContext, SocketsHttpHandler>? _configure;
    private readonly ConditionalWeakTable<ForwarderHttpClientContext, ConduitHandler> _made = [];

    public ConduitHttpClientFactory(ILogger<ForwarderHttpClientFactory> logger, TimeProvider time, IOptions<ConduitYarpOptions> options)
        : base(logger)
    {
        _time = time;
        _configure = options.Value.Configure;
    }

    HttpMessageInvoker IForwarderHttpClientFactory.CreateClient(ForwarderHttpClientContext context)
    {
        var client = CreateClient(context);
        // A client that goes on under a new configuration was made for another.
        return _made.TryGetValue(context, out var executor) ? new ClusterClient(executor) : client;
    }

    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        handler.PooledConnectionIdleTimeout = IdleConnection;
        _configure?.Invoke(context, handler);
    }

    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler)
    {
        var executor = new ConduitHandler(handler, _time);
        _made.Add(context, executor);
        return executor;
    }
}
