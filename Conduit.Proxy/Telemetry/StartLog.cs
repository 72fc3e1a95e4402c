namespace Conduit.Proxy.Telemetry;

/// <summary>What the start has to say of its surroundings.</summary>
internal static partial class StartLog
{
    private const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Tells when the one setting of the runtime is missing that no file of the proxy can bring along.</summary>
    public static void TellWhatIsMissing(ILogger logger)
    {
        if (Environment.GetEnvironmentVariable(InlineCompletions) != "1")
        {
            NotInline(logger, InlineCompletions);
        }
    }

    [LoggerMessage(EventId = 10, Level = LogLevel.Information, Message = "{Variable}=1 is not set: at low rates a request costs about twice the processor time")]
    private static partial void NotInline(ILogger logger, string variable);
}
