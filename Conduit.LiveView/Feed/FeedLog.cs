namespace Conduit.LiveView.Feed;

/// <summary>What the feeds say.</summary>
internal static partial class FeedLog
{
    [LoggerMessage(1, LogLevel.Information, "{Events} is lost: {Problem}; trying again")]
    public static partial void Lost(ILogger logger, Uri events, string problem);

    [LoggerMessage(2, LogLevel.Warning, "{Events} sends what cannot be read: {Problem}")]
    public static partial void Unreadable(ILogger logger, Uri events, string problem);
}
