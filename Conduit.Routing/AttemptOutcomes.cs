namespace Conduit.Routing;

/// <summary>What follows from an <see cref="AttemptOutcome"/>.</summary>
public static class AttemptOutcomes
{
    private static readonly string[] Names =
    [
        "pending", "success", "client-error", "rate-limited", "server-error", "connect-failure",
        "timeout", "reset", "truncated", "superseded", "client-abort",
    ];

    /// <summary>Every outcome an ended attempt can have.</summary>
    public static IReadOnlyList<AttemptOutcome> Ended { get; } =
        [.. Enum.GetValues<AttemptOutcome>().Where(outcome => outcome != AttemptOutcome.Pending)];

    /// <summary>Its name in traces and metrics.</summary>
    /// <param name="outcome">The outcome.</param>
    public static string Name(this AttemptOutcome outcome) => Names[(int)outcome];

    /// <summary>True if the upstream is to blame.</summary>
    /// <param name="outcome">The outcome.</param>
    public static bool IsFailure(this AttemptOutcome outcome) => outcome
        is AttemptOutcome.RateLimited or AttemptOutcome.ServerError or AttemptOutcome.ConnectFailure
        or AttemptOutcome.Timeout or AttemptOutcome.Reset or AttemptOutcome.Truncated;

    /// <summary>True if the connection failed: the upstream did not get to say anything.</summary>
    /// <param name="outcome">The outcome.</param>
    public static bool IsOfTransport(this AttemptOutcome outcome)
        => outcome is AttemptOutcome.ConnectFailure or AttemptOutcome.Reset;

    /// <summary>True if the attempt ended for reasons that say nothing of the upstream, so that its duration is only a lower bound.</summary>
    /// <param name="outcome">The outcome.</param>
    public static bool IsCensored(this AttemptOutcome outcome)
        => outcome is AttemptOutcome.Superseded or AttemptOutcome.ClientAbort;

    /// <summary>Classifies a response's status.</summary>
    /// <param name="status">HTTP status code.</param>
    public static AttemptOutcome FromStatus(int status) => status switch
    {
        429 => AttemptOutcome.RateLimited,
        501 or 505 => AttemptOutcome.Success,
        >= 500 => AttemptOutcome.ServerError,
        >= 400 => AttemptOutcome.ClientError,
        _ => AttemptOutcome.Success,
    };
}
