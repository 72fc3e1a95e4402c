using Conduit.Simulator.Load;
using Conduit.Simulator.Runs;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Virtual;

/// <summary>A virtual run after its end, be that early or not.</summary>
/// <param name="Workload">What was sent and broken.</param>
/// <param name="Policy">How the proxies chose.</param>
/// <param name="Upstreams">The names of all modelled upstreams.</param>
/// <param name="Reached">How far the run got.</param>
/// <param name="Measurements">What was measured.</param>
internal sealed record VirtualResult(
    Workload Workload, string Policy, IReadOnlyList<string> Upstreams, TimeSpan Reached, Measurements Measurements)
{
    public Scenario Scenario => Workload.Scenario;

    public RunSettings Settings => Workload.Settings;

    public bool Complete => Reached >= Workload.Plan.Length;
}
