using Conduit.Simulator.Load;

namespace Conduit.Simulator.Recordings;

/// <summary>One line of a recording: a request, and what became of it.</summary>
/// <param name="At">The intended start, from the run's start.</param>
/// <param name="Request">What was sent.</param>
/// <param name="Answer">How it ended; null where that is not known.</param>
/// <param name="Latency">From the intended start to the end of the answer; null where that is not known.</param>
internal readonly record struct RecordedRequest(TimeSpan At, SentRequest Request, Answer? Answer = null, TimeSpan? Latency = null);
