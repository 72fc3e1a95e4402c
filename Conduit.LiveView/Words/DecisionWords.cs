using Conduit.LiveView.Apis;

namespace Conduit.LiveView.Words;

/// <summary>A decision of the router and what came of it, in plain words. Why each attempt went where it went the proxy says itself.</summary>
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
}
