using Conduit.Routing;

namespace Conduit.Tests.Routing.Properties;

/// <summary>One thing that happens; what its numbers choose from may be anything, so that any step can be left out of a history.</summary>
/// <param name="Kind">What.</param>
/// <param name="Which">To which of those there are.</param>
/// <param name="Value">How much, or which way.</param>
public sealed record HistoryStep(StepKind Kind, int Which, int Value)
{
    internal static readonly (string Method, BodyKind Body, bool MayHedge, bool MayRetryUnsafe)[] Requests =
    [
        ("GET", BodyKind.None, true, false), ("GET", BodyKind.None, true, false), ("GET", BodyKind.None, false, false),
        ("HEAD", BodyKind.None, true, false), ("GET", BodyKind.Buffered, true, false), ("PUT", BodyKind.Buffered, true, false),
        ("DELETE", BodyKind.None, true, false), ("POST", BodyKind.None, true, false), ("POST", BodyKind.Buffered, true, true),
        ("POST", BodyKind.Streamed, true, false), ("GET", BodyKind.Streamed, true, false),
    ];

    internal static readonly int[] Statuses = [200, 503, 200, 500, 404, 429, 501, 200];

    internal static readonly AttemptOutcome[] Failures =
        [AttemptOutcome.ConnectFailure, AttemptOutcome.Timeout, AttemptOutcome.Reset, AttemptOutcome.Truncated];

    internal static readonly string[] Routes = ["", "items", "orders", "users"];

    public override string ToString() => Kind switch
    {
        StepKind.Wait => $"wait {Value} ms",
        StepKind.Begin => $"begin {Of(Requests, Which)} route '{Of(Routes, Value)}'{(IsAmongSome ? " among every other upstream" : "")}",
        StepKind.Answer => $"answer {Of(Statuses, Value)} to the open attempt {Which}",
        StepKind.Headers => $"headers of the open attempt {Which}",
        StepKind.Fail => $"{Of(Failures, Value).Name()} of the open attempt {Which}",
        StepKind.Hedge => $"hedge the request of the open attempt {Which}",
        StepKind.Abort => $"abort the request of the open attempt {Which}",
        StepKind.Limit => $"503, retry after {Value} s, to the open attempt {Which}",
        StepKind.Isolate => $"isolate upstream {Which}",
        StepKind.Release => $"release upstream {Which}",
        _ => $"update to {1 + (Which % Setup.MostUpstreams)} upstreams of generation {Value}",
    };

    internal bool IsAmongSome => Value / Routes.Length == 1;

    internal static T Of<T>(IReadOnlyList<T> choices, int index) => choices[index % choices.Count];
}
