using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Conduit.Proxy.Telemetry;
using Conduit.Yarp;

namespace Conduit.Proxy.Management;

/// <summary><c>/_conduit/events</c>: server-sent events for viewers: upstreams, the newest decisions, latency buckets.</summary>
internal static class EventsEndpoint
{
    private const int DecisionsAtMost = 50;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(0.5);

    public static void MapEvents(this IEndpointRouteBuilder endpoints)
        => endpoints.MapGet("/events", (
            ClusterRouters routers, ShareWindow shares, RequestTracer tracer, TimeProvider time, IHostApplicationLifetime lifetime, CancellationToken aborted)
            => TypedResults.ServerSentEvents(EventsAsync(routers, shares, tracer, time, lifetime.ApplicationStopping, aborted)));

    private static async IAsyncEnumerable<SseItem<string>> EventsAsync(
        ClusterRouters routers, ShareWindow shares, RequestTracer tracer, TimeProvider time, CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken aborted)
    {
        using var timer = new PeriodicTimer(Period, time);
        // An endless answer would hold up the proxy's end.
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(aborted, stopping);
        var seen = tracer.Recorded;
        do
        {
            yield return new(JsonSerializer.Serialize(UpstreamsDocument.Of(routers, shares, time), ManagementJson.Default.UpstreamsDocument), "upstreams");
            yield return new(JsonSerializer.Serialize(LatencyDocument.Of(routers, time), ManagementJson.Default.LatencyDocument), "latency");
            IReadOnlyList<RequestEntry> newest = [.. tracer.Newest(seen).Take(DecisionsAtMost).Select(record => RequestEntry.Of(in record))];
            if (newest.Count > 0)
            {
                seen = newest[0].Id;
                yield return new(JsonSerializer.Serialize(newest, ManagementJson.Default.IReadOnlyListRequestEntry), "decisions");
            }
        }
        while (await TickAsync(timer, ends.Token));
    }

    private static async ValueTask<bool> TickAsync(PeriodicTimer timer, CancellationToken ends)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ends);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
