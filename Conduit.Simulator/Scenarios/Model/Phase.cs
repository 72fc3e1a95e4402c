namespace Conduit.Simulator.Scenarios.Model;

/// <summary>A stretch of the scenario with a load of its own; phases follow one another without a gap.</summary>
internal sealed record Phase
{
    public required string Name { get; init; }

    /// <summary>From the scenario's start.</summary>
    public required TimeSpan Start { get; init; }

    public required TimeSpan For { get; init; }

    public TimeSpan End => Start + For;

    /// <summary>Requests per second, at the start where the phase ramps, in the middle where it swings.</summary>
    public required double Rate { get; init; }

    /// <summary>Requests per second at the end of the phase; null: the rate stays.</summary>
    public double? RampTo { get; init; }

    /// <summary>How far a sine swings to either side, in requests per second; 0: no sine.</summary>
    public double Amplitude { get; init; }

    /// <summary>One full swing of the sine.</summary>
    public TimeSpan Period { get; init; }
}
