namespace Conduit.LiveView.Apis;

/// <summary>An upstream's <c>GET /chaos</c>: the faults in force.</summary>
internal sealed record ChaosMessage(IReadOnlyList<FaultMessage> Faults);

/// <summary>One fault; times as people write them, <c>For</c> being what is left.</summary>
internal sealed record FaultMessage(
    string Kind, string? For = null, string? Add = null, string? Set = null, double? Status = null, double? Probability = null, string? Paths = null);
