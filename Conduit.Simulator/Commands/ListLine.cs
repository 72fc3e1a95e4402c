using System.Globalization;
using Conduit.Lab;
using Conduit.Simulator.Scenarios;
using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Virtual;

namespace Conduit.Simulator.Commands;

/// <summary>What <c>list</c> says of one scenario.</summary>
internal sealed record ListLine(string Name, string Length, string Rate, string Upstreams, string Description)
{
    private const string Unknown = "-";

    public static ListLine Of(string name, ScenarioFile file) => file.Scenario is { } scenario
        ? new ListLine(
            name,
            DurationText.Format(scenario.Length),
            RateOf(scenario),
            LabUpstreams.Of(scenario).Count.ToString(CultureInfo.InvariantCulture),
            scenario.Description.ReplaceLineEndings(" ").Trim())
        : new ListLine(name, Unknown, Unknown, Unknown, "cannot be run; see 'validate'");

    private static string RateOf(Scenario scenario)
    {
        var least = scenario.Phases.Min(phase => Math.Min(phase.Rate - phase.Amplitude, phase.RampTo ?? phase.Rate));
        var most = scenario.Phases.Max(phase => Math.Max(phase.Rate + phase.Amplitude, phase.RampTo ?? phase.Rate));
        return least.Equals(most)
            ? string.Create(CultureInfo.InvariantCulture, $"{least:0.##}")
            : string.Create(CultureInfo.InvariantCulture, $"{least:0.##}-{most:0.##}");
    }
}
