namespace Conduit.Simulator.Scenarios.Model;

/// <summary>How arrivals scatter around the rate.</summary>
internal enum ArrivalProcess
{
    /// <summary>As independent users come: exponential gaps.</summary>
    Poisson,

    /// <summary>Evenly spaced.</summary>
    Uniform,
}
