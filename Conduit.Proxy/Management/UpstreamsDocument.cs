using System.Text.Json.Serialization;
using Conduit.Routing;
using Conduit.Yarp;

namespace Conduit.Proxy.Management;

/// <summary>What <c>/_conduit/upstreams</c> answers.</summary>
internal sealed record UpstreamsDocument(string Policy, DateTimeOffset At, IReadOnlyList<UpstreamEntry> Upstreams)
{
    public static UpstreamsDocument Of(ClusterRouters routers, ShareWindow shares, TimeProvider time)
    {
        var clusters = routers.All.ToArray();
        return new(
            string.Join(", ", clusters.Select(cluster => cluster.Router.Policy).Distinct(StringComparer.Ordinal)),
            time.GetUtcNow(),
            [.. clusters.SelectMany(cluster => cluster.Router.Snapshot().Upstreams.Select(upstream => UpstreamEntry.Of(cluster.ClusterId, upstream, shares)))]);
    }
}

/// <summary>A route that fails on an upstream while the rest of it is well.</summary>
internal sealed record RouteEntry(string Route, double ErrorRate, string Breaker);

/// <summary>One upstream in <see cref="UpstreamsDocument"/>.</summary>
internal sealed record UpstreamEntry(
    string Cluster,
    string Id,
    string Address,
    double Weight,
    double Score,
    double LatencyPenalty,
    double ErrorPenalty,
    double LatencyMs,
    double ErrorRate,
    int InFlight,
    string Breaker,
    double Share,
    long Requests,
    long Failures,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<RouteEntry>? Routes)
{
    public static UpstreamEntry Of(string cluster, UpstreamSnapshot upstream, ShareWindow shares) => new(
        cluster,
        upstream.Definition.Id,
        upstream.Definition.Address.GetLeftPart(UriPartial.Path).TrimEnd('/'),
        upstream.Definition.Weight,
        Math.Round(upstream.Score, 1),
        Math.Round(upstream.LatencyPenalty, 1),
        Math.Round(upstream.ErrorPenalty, 1),
        Math.Round(upstream.Latency.TotalMilliseconds, 3),
        Math.Round(upstream.ErrorRate, 4),
        upstream.InFlight,
        upstream.Breaker.Name(),
        Math.Round(shares.Of(cluster, upstream.Definition.Id), 4),
        upstream.Attempts,
        upstream.Failures,
        upstream.Routes.Count == 0 ? null : [.. upstream.Routes.Select(route => new RouteEntry(route.Route, Math.Round(route.ErrorRate, 4), route.Breaker.Name()))]);
}
