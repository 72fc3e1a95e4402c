using System.Diagnostics;
using Conduit.Routing;
using Microsoft.Extensions.Options;

namespace Conduit.Proxy.Telemetry;

/// <summary>
/// Remembers the last requests with their decisions, to answer why a request went where it went. Fixed capacity, the
/// oldest overwritten; never blocks a request. Keeps no header and no query.
/// </summary>
internal sealed class RequestTracer
{
    private const int LongestPath = 256;

    private readonly TraceSlot[] _slots;
    private readonly WallClock _clock;
    private readonly Chance _chance;
    private long _recorded;

    public RequestTracer(IOptions<ConduitOptions> options, TimeProvider time)
    {
        _clock = new WallClock(time);
        // Trace ids made here only have to differ; they are no part of a decision that must repeat.
        _chance = new Chance((ulong)time.GetUtcNow().Ticks);
        _slots = new TraceSlot[options.Value.TraceCapacity];
        for (var i = 0; i < _slots.Length; i++)
        {
            _slots[i] = new TraceSlot();
        }
    }

    public int Capacity => _slots.Length;

    public long Recorded => Volatile.Read(ref _recorded);

    public void Record(HttpContext context, in ProxiedRequest request, TimeSpan duration)
    {
        var id = Interlocked.Increment(ref _recorded);
        var path = context.Request.Path.Value ?? "/";
        var record = new TraceRecord
        {
            Id = id,
            TraceId = TraceIdOf(context, (ulong)id),
            At = _clock.At(request.StartedAt),
            Method = context.Request.Method,
            Path = path.Length <= LongestPath ? path : path[..LongestPath],
            Outcome = request.Outcome,
            Status = context.Response.StatusCode,
            Duration = duration,
            Attempts = request.Routed is { } routed ? new(routed) : default,
        };
        _slots[id % _slots.Length].TryWrite(in record);
    }

    /// <summary>The records newer than <paramref name="after"/>, newest first.</summary>
    public IEnumerable<TraceRecord> Newest(long after = 0)
    {
        var newest = Recorded;
        var oldest = Math.Max(after, newest - _slots.Length);
        for (var id = newest; id > oldest; id--)
        {
            if (_slots[id % _slots.Length].TryRead(out var record) && record.Id == id)
            {
                yield return record;
            }
        }
    }

    /// <summary>The W3C trace id of the present activity, else of the client's traceparent, else a new one.</summary>
    private Int128 TraceIdOf(HttpContext context, ulong id)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity)
        {
            return TraceIds.Of(activity.TraceId);
        }

        var parent = context.Request.Headers.TraceParent;
        return parent.Count == 1 && parent[0] is { Length: 55 } text && ActivityContext.TryParse(text, null, out var remote)
            ? TraceIds.Of(remote.TraceId)
            : new Int128(_chance.Bits(id), _chance.Bits(id, 1));
    }
}
