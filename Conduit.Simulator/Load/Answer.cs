namespace Conduit.Simulator.Load;

/// <summary>What became of one request.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Upstream">Who answered, where the proxy says so; null otherwise.</param>
internal readonly record struct Answer(ClientOutcome Outcome, string? Upstream)
{
    /// <summary>The status of a complete answer; 0 where there was none.</summary>
    public int Status { get; init; }

    /// <summary>An answer that came in full.</summary>
    public static Answer Complete(int status, string? upstream) => new(ClientOutcomes.FromStatus(status), upstream) { Status = status };
}
