using Conduit.LiveView.Apis;

namespace Conduit.LiveView.State;

/// <summary>What is known of the simulator. Immutable.</summary>
/// <param name="Answers">False while it does not answer, or is not there.</param>
/// <param name="Run">The run under way; null where there is none.</param>
/// <param name="Scenarios">What it can run.</param>
public sealed record SimulatorView(bool Answers, RunMessage? Run, IReadOnlyList<ScenarioMessage> Scenarios)
{
    public static SimulatorView Unknown { get; } = new(Answers: false, null, []);
}
