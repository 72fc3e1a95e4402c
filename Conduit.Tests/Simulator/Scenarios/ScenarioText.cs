using Conduit.Simulator.Scenarios;
using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Scenarios.Reading;

namespace Conduit.Tests.Simulator.Scenarios;

/// <summary>Reads scenarios out of literals.</summary>
internal static class ScenarioText
{
    public static Scenario Good(string text)
    {
        var scenario = ScenarioReader.Read(text, "unnamed", out var mistakes);
        Assert.True(mistakes.Count == 0, string.Join('\n', mistakes));
        return scenario!;
    }

    public static IReadOnlyList<ScenarioMistake> Bad(string text)
    {
        var scenario = ScenarioReader.Read(text, "unnamed", out var mistakes);
        Assert.Null(scenario);
        Assert.NotEmpty(mistakes);
        return mistakes;
    }
}
