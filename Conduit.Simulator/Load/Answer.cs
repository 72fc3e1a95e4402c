namespace Conduit.Simulator.Load;

/// <summary>What became of one request.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Upstream">Who answered, where the proxy says so; null otherwise.</param>
internal readonly record struct Answer(ClientOutcome Outcome, string? Upstream);
