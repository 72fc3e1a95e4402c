namespace Conduit.Simulator.Runs;

/// <summary>What a run may vary of its scenario.</summary>
/// <param name="Seed">Decides arrivals, choice of requests and numbers in paths.</param>
/// <param name="RateFactor">Multiplies every rate.</param>
internal sealed record RunSettings(ulong Seed, double RateFactor = 1);
