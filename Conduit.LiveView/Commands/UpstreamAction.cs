using Conduit.LiveView.Apis;

namespace Conduit.LiveView.Commands;

/// <summary>A button on an upstream that makes it sick for a while. The page knows these and no others. Immutable.</summary>
/// <param name="Kind">The kind of fault it sets.</param>
/// <param name="Label">What the button says.</param>
/// <param name="What">What it does, as the end of a sentence that begins with the upstream's name.</param>
/// <param name="Fault">What is sent.</param>
internal sealed record UpstreamAction(string Kind, string Label, string What, FaultCommand Fault)
{
    private const string For = "30s";

    public static IReadOnlyList<UpstreamAction> All { get; } =
    [
        new("latency", "Slow", "answers 195 ms later for 30 s", new FaultCommand("latency", For) { Add = "195ms", Jitter = "20ms" }),
        new("error", "Errors", "answers half of all requests with 503 for 30 s", new FaultCommand("error", For) { Status = 503, Probability = 0.5 }),
        new("hang", "Hang", "accepts requests and never answers for 30 s", new FaultCommand("hang", For)),
        new("crash", "Crash", "drops its connections and refuses new ones for 30 s", new FaultCommand("crash", For)),
    ];
}
