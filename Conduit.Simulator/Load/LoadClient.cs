using System.Net;

namespace Conduit.Simulator.Load;

/// <summary>The bare client the load is sent with: nothing in it may hide a failure or add work of its own.</summary>
internal static class LoadClient
{
    public static HttpMessageInvoker Create(TimeSpan timeout) => new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = timeout,
            // An open loop never queues: a request without a free connection opens one.
            MaxConnectionsPerServer = int.MaxValue,
            // The same where requests share a connection: one without a free stream opens another.
            EnableMultipleHttp2Connections = true,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            // A truncated answer must not cost time in draining it.
            MaxResponseDrainSize = 0,
        },
        disposeHandler: true);
}
