using Conduit.Routing;

namespace Conduit.Proxy;

/// <summary>Names of <see cref="RequestOutcome"/> in traces and metrics.</summary>
internal static class RequestOutcomes
{
    /// <summary>Every outcome an ended request can have.</summary>
    public static IReadOnlyList<RequestOutcome> Ended { get; } =
        [.. Enum.GetValues<RequestOutcome>().Where(outcome => outcome != RequestOutcome.Pending)];

    public static string Name(this RequestOutcome outcome) => outcome switch
    {
        RequestOutcome.Shed => "shed",
        RequestOutcome.NoUpstream => "no-upstream",
        _ => ((AttemptOutcome)outcome).Name(),
    };
}
