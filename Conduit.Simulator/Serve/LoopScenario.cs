using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Serve;

/// <summary>What the loop runs: a scenario, and between its rounds a steady load of the same kind. Immutable.</summary>
internal sealed class LoopScenario
{
    private const string PauseName = "steady";
    private const string PausePhase = "between-rounds";

    /// <param name="round">The scenario that is repeated.</param>
    /// <param name="pause">How long the steady load between rounds lasts.</param>
    public LoopScenario(Scenario round, TimeSpan pause)
    {
        Round = round;
        Pause = new Scenario
        {
            Name = PauseName,
            Client = round.Client,
            Requests = round.Requests,
            Phases = [new Phase { Name = PausePhase, Start = TimeSpan.Zero, For = pause, Rate = round.Phases[0].Rate }],
        };
    }

    public Scenario Round { get; }

    public Scenario Pause { get; }
}
