namespace Conduit.Simulator.Load;

/// <summary>One request that is to be sent.</summary>
/// <param name="Number">Counts from 0 through the whole run.</param>
/// <param name="At">The intended start, from the run's start.</param>
/// <param name="Phase">Index of the phase that owns it.</param>
/// <param name="Request">What to send.</param>
internal readonly record struct Arrival(ulong Number, TimeSpan At, int Phase, SentRequest Request);
