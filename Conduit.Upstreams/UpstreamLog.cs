namespace Conduit.Upstreams;

/// <summary>What an upstream says.</summary>
internal static partial class UpstreamLog
{
    [LoggerMessage(1, LogLevel.Information, "{Name} works at {Work} (HTTP/2: {Http2}); chaos, health and metrics at {Control}")]
    public static partial void Listening(ILogger logger, string name, Uri work, Uri http2, Uri control);

    [LoggerMessage(2, LogLevel.Warning, "A data port cannot be opened again, trying on: {Reason}")]
    public static partial void CannotListen(ILogger logger, string reason);
}
