using Conduit.Simulator.Load;

namespace Conduit.Simulator.Runs;

/// <summary>One finished request.</summary>
/// <param name="Phase">Index of the phase that owns it.</param>
/// <param name="At">The intended start, from the run's start.</param>
/// <param name="Latency">From the intended start to the end of the answer.</param>
/// <param name="Answer">How it ended, and who answered.</param>
/// <param name="Attempts">What the proxy did for it, to be read at once; null where only the proxy knows.</param>
internal readonly record struct Measurement(int Phase, TimeSpan At, TimeSpan Latency, Answer Answer, AttemptLog? Attempts = null)
{
    /// <summary>Whether the latency is not known, as of a request out of an access log.</summary>
    public bool Untimed { get; init; }
}
