namespace Conduit.Simulator.Scenarios.Model;

/// <summary>How a phase's rate moves; without a shape it is constant or ramps.</summary>
internal enum PhaseShape
{
    Sine,
}
