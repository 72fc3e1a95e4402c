using Conduit.Simulator.Runs;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Virtual;

/// <summary>A virtual run after its end, be that early or not.</summary>
/// <param name="Scenario">What was run.</param>
/// <param name="Settings">Seed and rate.</param>
/// <param name="Policy">How the proxies chose.</param>
/// <param name="Upstreams">The names of all modelled upstreams.</param>
/// <param name="Reached">How far the run got.</param>
/// <param name="Measurements">What was measured.</param>
internal sealed record VirtualResult(
    Scenario Scenario, RunSettings Settings, string Policy, IReadOnlyList<string> Upstreams, TimeSpan Reached, Measurements Measurements)
{
    public bool Complete => Reached >= Scenario.Length;
}
