using Conduit.Simulator.Runs;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Load;

/// <summary>
/// What a run sends and breaks, wherever it comes from: a scenario, a scenario that repeats, or a recording. Live and
/// virtual runs take it alike.
/// </summary>
/// <param name="Plan">The phases and faults.</param>
/// <param name="Settings">What decided the arrivals.</param>
/// <param name="Arrivals">All requests by their intended start; may be gone through once more, never by two at a time.</param>
internal sealed record Workload(RunPlan Plan, RunSettings Settings, IEnumerable<Arrival> Arrivals)
{
    public Scenario Scenario => Plan.Scenario;

    /// <summary>The load of a scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="settings">Seed and rate.</param>
    /// <param name="length">How long it goes on, round after round; null: one round.</param>
    public static Workload Of(Scenario scenario, RunSettings settings, TimeSpan? length = null)
    {
        var plan = new RunPlan(scenario, length);
        return new Workload(plan, settings, new ArrivalSchedule(plan, settings.Seed, settings.RateFactor).All());
    }

    /// <summary>Requests per second that the scenario asks for at a moment.</summary>
    public double RateAt(TimeSpan at)
    {
        var phase = Scenario.Phases[Plan.PhaseAt(at)];
        var inPhase = Math.Min((Plan.InRound(at) - phase.Start).TotalSeconds, phase.For.TotalSeconds);
        return new RateCurve(phase, Settings.RateFactor).RateAt(inPhase);
    }
}
