namespace Conduit.Simulator.Serve;

internal static partial class ServeLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "'{Scenario}' begins, seed {Seed}")]
    public static partial void Begins(ILogger logger, string scenario, ulong seed);

    [LoggerMessage(Level = LogLevel.Information, Message = "'{Scenario}' ended: {Requests} requests, success {Success:P2}, P50 {P50} ms, P99 {P99} ms")]
    public static partial void Ended(ILogger logger, string scenario, long requests, double? success, double? p50, double? p99);

    [LoggerMessage(Level = LogLevel.Information, Message = "'{Scenario}' was interrupted after {Seconds} s; its faults are cleared")]
    public static partial void Interrupted(ILogger logger, string scenario, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "'{Scenario}' cannot run: {Problem}")]
    public static partial void CannotRun(ILogger logger, string scenario, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "Waiting: {Problem}")]
    public static partial void Waiting(ILogger logger, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "The lab is leased to '{Holder}'; the loop pauses")]
    public static partial void Leased(ILogger logger, string holder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A run that had leased the lab died; faults are cleared on {Upstreams} upstreams")]
    public static partial void OrphansCleared(ILogger logger, int upstreams);

    [LoggerMessage(Level = LogLevel.Information, Message = "'{Holder}' has given the lab back; the loop goes on in {Seconds} s")]
    public static partial void Released(ILogger logger, string holder, double seconds);
}
