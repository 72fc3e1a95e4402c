namespace Conduit.Lab;

/// <summary>What the faults in force have in store for a request.</summary>
/// <param name="Failure">Probability that it is not answered, or with an error, 0 to 1.</param>
/// <param name="ServiceTime">Mean service time of one that is answered, pauses aside.</param>
public readonly record struct FaultForecast(double Failure, TimeSpan ServiceTime);
