using Conduit.Proxy.Telemetry;
using Conduit.Routing;

namespace Conduit.Proxy.Management;

/// <summary>One remembered request in <see cref="TracesDocument"/> and in the stream of decisions.</summary>
internal sealed record RequestEntry(
    long Id,
    string TraceId,
    DateTimeOffset At,
    string Method,
    string Path,
    string Outcome,
    int Status,
    double DurationMs,
    IReadOnlyList<AttemptEntry> Attempts)
{
    public static RequestEntry Of(in TraceRecord record)
    {
        var attempts = new AttemptEntry[record.Attempts.Count];
        for (var i = 0; i < attempts.Length; i++)
        {
            attempts[i] = AttemptEntry.Of(in record, i);
        }

        return new(
            record.Id, record.TraceId.ToString("x32"), record.At, record.Method, record.Path, record.Outcome.Name(), record.Status,
            Math.Round(record.Duration.TotalMilliseconds, 3), attempts);
    }
}

/// <summary>One attempt of a remembered request.</summary>
internal sealed record AttemptEntry(
    string Upstream, string Reason, string Outcome, int? Status, double DurationMs, string Explanation, IReadOnlyList<CandidateEntry> Candidates)
{
    public static AttemptEntry Of(in TraceRecord record, int index)
    {
        ref readonly var attempt = ref record.Attempts[index];
        var candidates = new List<CandidateEntry>(Attempt.TopCandidates.Capacity);
        foreach (var candidate in attempt.Candidates)
        {
            if (candidate.Upstream is { } upstream)
            {
                candidates.Add(new(upstream.Id, Math.Round(candidate.Score, 1), candidate.Breaker.Name()));
            }
        }

        return new(
            attempt.Upstream.Id, attempt.Reason.Name(), attempt.Outcome.Name(), attempt.Status == 0 ? null : attempt.Status,
            Math.Round(attempt.Waited / 1_000.0, 3), PlainWords.Of(in record, index), candidates);
    }
}

/// <summary>One candidate of a decision.</summary>
internal sealed record CandidateEntry(string Id, double Score, string Breaker);
