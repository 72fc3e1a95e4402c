using Conduit.LiveView.Apis;

namespace Conduit.LiveView.Words;

/// <summary>A decision of the router and what came of it, in plain words.</summary>
internal static class DecisionWords
{
    /// <summary>Why it went where it went, in two or three words.</summary>
    public static string Reason(string reason) => reason switch
    {
        "score" => "best score",
        "policy" => "policy's choice",
        "explore" => "exploration",
        "probe" => "trial",
        "failover" => "failover",
        "hedge" => "hedge",
        "panic" => "panic",
        _ => reason,
    };

    /// <summary>What came of the request, as a sentence.</summary>
    public static string Outcome(DecisionMessage decision)
    {
        var after = Figures.Milliseconds(decision.DurationMs);
        var tries = decision.Attempts.Count switch
        {
            0 => "without an attempt",
            1 => "at the first attempt",
            var many => $"in {many} attempts",
        };
        return decision.Outcome switch
        {
            "success" => $"Answered {decision.Status} after {after}, {tries}.",
            "client-error" => $"Answered {decision.Status} after {after}, {tries}: the request itself was at fault.",
            "rate-limited" => $"Refused with {decision.Status} after {after}: every upstream that was asked wants to be asked less.",
            "client-abort" => $"The client went away after {after}.",
            "shed" => $"Refused with {decision.Status} at once: the proxy had too much to do.",
            "no-upstream" => $"Refused with {decision.Status}: there was no upstream to send it to.",
            _ => $"Failed with {decision.Status} after {after}, {tries}.",
        };
    }

    /// <summary>Why an attempt went to its upstream, as a sentence; the proxy's own words where it gives them.</summary>
    public static string Explain(AttemptMessage attempt)
    {
        if (attempt.Explanation is { Length: > 0 } own)
        {
            return own;
        }

        var other = attempt.Candidates.Where(candidate => candidate.Id != attempt.Upstream).MaxBy(candidate => candidate.Score);
        return attempt.Reason switch
        {
            "score" when other is null => $"{attempt.Upstream} was the only choice.",
            "score" when other.Breaker != "closed" => $"{attempt.Upstream} was chosen: {other.Id}'s breaker was {other.Breaker}.",
            "score" when Own(attempt) is { } score && score.Score < other.Score
                => $"{attempt.Upstream} was chosen by score and load, close behind {other.Id}.",
            "score" => $"{attempt.Upstream} had the best score.",
            "policy" => $"The policy chose {attempt.Upstream}.",
            "explore" => $"{attempt.Upstream} had not been measured lately: one request finds out how it is.",
            "probe" => $"{attempt.Upstream} had been ejected: one request tries whether it is well again.",
            "failover" => $"The attempt before failed, so {attempt.Upstream} was asked instead.",
            "hedge" => $"The attempt before took unusually long, so {attempt.Upstream} was asked as well.",
            "panic" => $"No upstream was well: {attempt.Upstream} looked least bad.",
            _ => $"{attempt.Upstream} was chosen ({attempt.Reason}).",
        };
    }

    /// <summary>What came of an attempt, without its subject.</summary>
    public static string Outcome(AttemptMessage attempt)
    {
        var after = Figures.Milliseconds(attempt.DurationMs);
        return attempt.Outcome switch
        {
            "success" => $"answered {attempt.Status} after {after}",
            "client-error" => $"answered {attempt.Status} after {after}",
            "rate-limited" => $"asked to be spared ({attempt.Status}) after {after}",
            "server-error" => $"failed with {attempt.Status} after {after}",
            "connect-failure" => $"could not be reached ({after})",
            "timeout" => $"did not answer within {after}",
            "reset" => $"broke the connection after {after}",
            "truncated" => $"broke off its answer after {after}",
            "superseded" => $"came too late: another attempt answered first ({after})",
            "client-abort" => $"was still at work when the client left ({after})",
            _ => $"{attempt.Outcome} after {after}",
        };
    }

    private static CandidateMessage? Own(AttemptMessage attempt) => attempt.Candidates.FirstOrDefault(candidate => candidate.Id == attempt.Upstream);
}
