using Conduit.LiveView.Apis;

namespace Conduit.Tests.LiveView;

/// <summary>What a proxy says, as short as tests want it.</summary>
internal static class Messages
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static UpstreamsMessage Reading(double atSeconds, params IReadOnlyList<UpstreamMessage> upstreams)
        => new("Adaptive", Start.AddSeconds(atSeconds), upstreams);

    public static UpstreamMessage Upstream(string id, long requests = 0, long failures = 0, double latencyPenalty = 20, double errorPenalty = 0, string breaker = "closed")
        => new("upstreams", id, $"http://localhost:{(id == "alpha" ? 3001 : 3002)}", 1000 - latencyPenalty - errorPenalty, latencyPenalty, errorPenalty, 5, 0, 1, breaker, requests, failures);

    public static LatencyMessage Latency(double atSeconds, params IReadOnlyList<LatencyCounts> upstreams) => new(Start.AddSeconds(atSeconds), [10, 20, 50], upstreams);

    public static LatencyCounts Counts(string id, params IReadOnlyList<long> cumulative) => new("upstreams", id, cumulative);

    public static DecisionMessage Decision(long id, string outcome = "success", int status = 200, params IReadOnlyList<AttemptMessage> attempts)
        => new(id, new string('a', 32), Start, "GET", "/items/1", outcome, status, 6.1, attempts is [] ? [Attempt("alpha")] : attempts);

    public static AttemptMessage Attempt(string upstream, string reason = "score", string outcome = "success", int? status = 200)
        => new(upstream, reason, outcome, status, 5.7, "because", [new("alpha", 973.9, "closed"), new("beta", 940, "closed")]);
}
