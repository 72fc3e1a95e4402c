using Conduit.LiveView.State;

namespace Conduit.LiveView.Words;

/// <summary>How an upstream fares, in words.</summary>
internal static class ConditionWords
{
    public static string Of(UpstreamCondition condition) => condition switch
    {
        UpstreamCondition.Healthy => "healthy",
        UpstreamCondition.Slow => "avoided, slow",
        UpstreamCondition.Failing => "avoided, failing",
        UpstreamCondition.OnTrial => "on trial",
        UpstreamCondition.Ejected => "ejected",
        UpstreamCondition.Isolated => "isolated by hand",
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, null),
    };

    /// <summary>As the end of a sentence that begins with the upstream's name.</summary>
    public static string Predicate(UpstreamCondition condition) => condition switch
    {
        UpstreamCondition.Healthy => "is healthy",
        UpstreamCondition.Slow => "is slow",
        UpstreamCondition.Failing => "fails",
        UpstreamCondition.OnTrial => "is on trial",
        UpstreamCondition.Ejected => "is ejected",
        UpstreamCondition.Isolated => "is isolated by hand",
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, null),
    };

    /// <summary>What the router does with it, and why.</summary>
    public static string Explain(UpstreamCondition condition) => condition switch
    {
        UpstreamCondition.Healthy => "Its breaker is closed and its score is near the best.",
        UpstreamCondition.Slow => "Its breaker is closed, but its latency costs it so much that others are chosen.",
        UpstreamCondition.Failing => "Its breaker is closed, but its errors cost it so much that others are chosen.",
        UpstreamCondition.OnTrial => "Its breaker is half-open: single requests try whether it is well again.",
        UpstreamCondition.Ejected => "Its breaker is open: nothing is sent to it until it is due for a trial.",
        UpstreamCondition.Isolated => "Somebody took it out of the pool; release lets it back.",
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, null),
    };
}
