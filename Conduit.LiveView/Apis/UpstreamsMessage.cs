namespace Conduit.LiveView.Apis;

/// <summary>The proxy's <c>upstreams</c> event: what its router knows.</summary>
internal sealed record UpstreamsMessage(string Policy, DateTimeOffset At, IReadOnlyList<UpstreamMessage> Upstreams);

/// <summary>One upstream in <see cref="UpstreamsMessage"/>; <c>Requests</c> and <c>Failures</c> only ever grow while the proxy lives.</summary>
internal sealed record UpstreamMessage(
    string Cluster,
    string Id,
    string Address,
    double Score,
    double LatencyPenalty,
    double ErrorPenalty,
    double LatencyMs,
    double ErrorRate,
    int InFlight,
    string Breaker,
    long Requests,
    long Failures);
