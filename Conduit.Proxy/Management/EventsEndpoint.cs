using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Conduit.Proxy.Management;

/// <summary><c>/_conduit/events</c>: server-sent events for viewers: upstreams, the newest decisions, latency buckets.</summary>
internal static class EventsEndpoint
{
    public static void MapEvents(this IEndpointRouteBuilder endpoints)
        => endpoints.MapGet("/events", (ViewerFeed feed, CancellationToken aborted) => TypedResults.ServerSentEvents(EventsAsync(feed, aborted)));

    private static async IAsyncEnumerable<SseItem<byte[]>> EventsAsync(ViewerFeed feed, [EnumeratorCancellation] CancellationToken aborted)
    {
        await foreach (var frame in feed.WatchAsync(aborted))
        {
            foreach (var part in frame.Events())
            {
                yield return part;
            }
        }
    }
}
