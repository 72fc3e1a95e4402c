namespace Conduit.LiveView.Apis;

/// <summary>One request in the proxy's <c>decisions</c> event, with every attempt it took.</summary>
public sealed record DecisionMessage(
    long Id,
    string TraceId,
    DateTimeOffset At,
    string Method,
    string Path,
    string Outcome,
    int Status,
    double DurationMs,
    IReadOnlyList<AttemptMessage> Attempts);

/// <summary>One attempt: where it went, why, and what came of it; <c>Explanation</c> says that in plain words.</summary>
public sealed record AttemptMessage(
    string Upstream, string Reason, string Outcome, int? Status, double DurationMs, string Explanation, IReadOnlyList<CandidateMessage> Candidates);

/// <summary>One upstream that could have been chosen.</summary>
public sealed record CandidateMessage(string Id, double Score, string Breaker);
