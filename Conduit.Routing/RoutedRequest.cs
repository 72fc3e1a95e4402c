using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Conduit.Routing;

/// <summary>
/// One request on its way through a router: what may be done with it, and what was. Belongs to the request's own flow
/// of control; not thread-safe.
/// </summary>
public sealed class RoutedRequest
{
    /// <summary>Most attempts a request can have.</summary>
    public const int MaxAttempts = 4;

    private Attempt _first;
    private FurtherAttempts? _further;
    private int _answered = -1;

    /// <summary>Begins a request's way.</summary>
    /// <param name="router">The router of its pool.</param>
    /// <param name="method">HTTP method, in capitals.</param>
    /// <param name="body">What it carries.</param>
    public RoutedRequest(Router router, string method, BodyKind body)
    {
        Router = router;
        Number = router.NextNumber();
        Method = method;
        Body = body;
        Deadline = router.Options.Deadline;
        AttemptTimeout = router.Options.AttemptTimeout;
    }

    /// <summary>The router of its pool.</summary>
    public Router Router { get; }

    /// <summary>Its number; all chance in its decisions follows from it.</summary>
    public ulong Number { get; }

    /// <summary>When its first attempt was decided, microseconds on the router's clock; 0 before.</summary>
    public long StartedAt { get; internal set; }

    /// <summary>HTTP method, in capitals.</summary>
    public string Method { get; }

    /// <summary>What it carries.</summary>
    public BodyKind Body { get; }

    /// <summary>
    /// What it asks for, as <see cref="Router.RouteOf"/> numbers it: errors are charged to the route where the rest of
    /// an upstream is well. Default 0, none in particular.
    /// </summary>
    public int Route { get; init; }

    /// <summary>Its body if <see cref="BodyKind.Buffered"/>.</summary>
    public ReadOnlyMemory<byte> BufferedBody { get; init; }

    /// <summary>Longest wait for headers over all attempts. Default <see cref="RouterOptions.Deadline"/>.</summary>
    public TimeSpan Deadline { get; init; }

    /// <summary>Longest wait for the headers of one attempt. Default <see cref="RouterOptions.AttemptTimeout"/>.</summary>
    public TimeSpan AttemptTimeout { get; init; }

    /// <summary>The only upstreams it may go to, as session affinity or a health check demands; null for all.</summary>
    public IReadOnlyCollection<Upstream>? Among { get; init; }

    /// <summary>True to send it over HTTP/2 to upstreams that have a <see cref="UpstreamDefinition.Http2Address"/>, as gRPC needs.</summary>
    public bool OverHttp2 { get; init; }

    /// <summary>False to never send it twice at once, as for long polls. Default true.</summary>
    public bool MayHedge { get; init; } = true;

    /// <summary>True if even a method that is not idempotent may go elsewhere after a 429 or 503: its owner knows that nothing was done. Default false.</summary>
    public bool MayRetryUnsafe { get; init; }

    /// <summary>Signalled when the client went away.</summary>
    public CancellationToken ClientAborted { get; set; }

    /// <summary>Anything a host wants to find again with an attempt.</summary>
    public object? Tag { get; init; }

    /// <summary>Attempts so far.</summary>
    public int AttemptCount { get; private set; }

    /// <summary>True once a decision found every breaker open: no retries then.</summary>
    public bool InPanic { get; internal set; }

    /// <summary>True if it can be sent again: no body, or one held in memory.</summary>
    public bool IsReplayable => Body != BodyKind.Streamed;

    /// <summary>True if sending it does no harm wherever it goes (RFC 9110, 9.2.1) and it can be sent again.</summary>
    public bool IsSafeToTry => IsReplayable && Method is ("GET" or "HEAD" or "OPTIONS" or "TRACE");

    /// <summary>True if sending it twice does what sending it once does (RFC 9110, 9.2.2), and it can be sent again.</summary>
    public bool IsIdempotent => IsReplayable && Method is ("GET" or "HEAD" or "OPTIONS" or "TRACE" or "PUT" or "DELETE");

    /// <summary>Time left to the deadline; none for a streamed body, whose length nobody knows.</summary>
    public TimeSpan Remaining => Deadline - MonotonicClock.Span(Router.Now - StartedAt);

    /// <summary>The latest attempt's number, −1 before the first.</summary>
    public int Latest => AttemptCount - 1;

    /// <summary>The number of the attempt whose result the client gets: the latest, unless an earlier one beat its hedge.</summary>
    public int Final => _answered < 0 ? Latest : _answered;

    /// <summary>An attempt by its number.</summary>
    /// <param name="index">0 for the first.</param>
    public ref readonly Attempt this[int index] => ref Slot(index);

    /// <summary>True once its message knows of it.</summary>
    internal bool IsTied { get; set; }

    /// <summary>Its route where there are several to tell apart, else <see cref="Health.Whole"/>.</summary>
    internal int Scope => Router.Routes.Separates ? Route : Health.Whole;

    internal ref Attempt Slot(int index)
    {
        if (index == 0)
        {
            return ref _first;
        }

        return ref _further!.Attempts[index - 1];
    }

    internal ref Attempt Add()
    {
        _answered = -1;
        if (AttemptCount == 1)
        {
            // Most requests have one attempt. All places at once: nothing may move under a racing attempt.
            _further ??= new FurtherAttempts();
        }

        return ref Slot(AttemptCount++);
    }

    /// <summary>The span of an attempt; null if nobody wanted one.</summary>
    internal Activity? SpanOf(int index) => _further?.Spans?[index];

    internal void SetSpan(int index, Activity span) => ((_further ??= new FurtherAttempts()).Spans ??= new Activity?[MaxAttempts])[index] = span;

    internal void AnsweredBy(int index) => _answered = index;

    internal bool MayTry(Upstream upstream)
        => (AttemptCount == 0 || !HasTried(upstream)) && (Among is null || Among.Contains(upstream));

    private bool HasTried(Upstream upstream)
    {
        for (var i = 0; i < AttemptCount; i++)
        {
            if (ReferenceEquals(Slot(i).Upstream, upstream))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What few requests need, made when they do: room for attempts after the first, and for spans.</summary>
    private sealed class FurtherAttempts
    {
        public Room Attempts;

        public Activity?[]? Spans { get; set; }

        [InlineArray(MaxAttempts - 1)]
        public struct Room
        {
            private Attempt _second;
        }
    }
}
