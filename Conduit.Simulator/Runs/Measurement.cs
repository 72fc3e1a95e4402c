using Conduit.Simulator.Load;

namespace Conduit.Simulator.Runs;

/// <summary>One finished request.</summary>
/// <param name="Phase">Index of the phase that owns it.</param>
/// <param name="At">The intended start, from the run's start.</param>
/// <param name="Latency">From the intended start to the end of the answer.</param>
/// <param name="Answer">How it ended, and who answered.</param>
internal readonly record struct Measurement(int Phase, TimeSpan At, TimeSpan Latency, Answer Answer);
