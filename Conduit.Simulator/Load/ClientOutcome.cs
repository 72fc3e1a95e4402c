namespace Conduit.Simulator.Load;

/// <summary>How a request ended for the client that sent it.</summary>
internal enum ClientOutcome
{
    /// <summary>A complete answer below 400.</summary>
    Success,

    /// <summary>A complete answer 4xx other than 429.</summary>
    ClientError,

    /// <summary>429.</summary>
    RateLimited,

    /// <summary>5xx.</summary>
    ServerError,

    /// <summary>No connection.</summary>
    ConnectFailure,

    /// <summary>No complete answer in the client's time.</summary>
    Timeout,

    /// <summary>The connection broke before the answer began.</summary>
    Reset,

    /// <summary>The connection broke within the answer.</summary>
    Truncated,
}

internal static class ClientOutcomes
{
    public static IReadOnlyList<ClientOutcome> All { get; } = Enum.GetValues<ClientOutcome>();

    /// <summary>The outcome's name in reports and metrics.</summary>
    public static string Key(this ClientOutcome outcome) => outcome switch
    {
        ClientOutcome.Success => "success",
        ClientOutcome.ClientError => "client-error",
        ClientOutcome.RateLimited => "rate-limited",
        ClientOutcome.ServerError => "server-error",
        ClientOutcome.ConnectFailure => "connect-failure",
        ClientOutcome.Timeout => "timeout",
        ClientOutcome.Reset => "reset",
        ClientOutcome.Truncated => "truncated",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "no such outcome"),
    };

    /// <summary>A complete answer with a status below 500 other than 429 is what a user asked for, even when it says no.</summary>
    public static bool IsSuccess(this ClientOutcome outcome) => outcome is ClientOutcome.Success or ClientOutcome.ClientError;

    /// <summary>What a complete answer with this status means.</summary>
    public static ClientOutcome FromStatus(int status) => status switch
    {
        >= 500 => ClientOutcome.ServerError,
        429 => ClientOutcome.RateLimited,
        >= 400 => ClientOutcome.ClientError,
        _ => ClientOutcome.Success,
    };
}
