namespace Conduit.Simulator.Load;

/// <summary>One request that is to be sent.</summary>
/// <param name="Number">Counts from 0 through the whole run.</param>
/// <param name="At">The intended start, from the run's start.</param>
/// <param name="Phase">Index of the phase that owns it.</param>
/// <param name="Template">Index of its kind in the scenario's mix.</param>
/// <param name="N">What stands in for <c>{n}</c>, 1…1000.</param>
internal readonly record struct Arrival(ulong Number, TimeSpan At, int Phase, int Template, int N);
