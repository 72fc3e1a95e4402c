using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Scenarios.Reading;

namespace Conduit.Simulator.Scenarios;

/// <summary>A scenario file as it was found: the scenario, or why there is none.</summary>
/// <param name="Path">The file as the user named it.</param>
/// <param name="Scenario">The scenario; null when there are mistakes.</param>
/// <param name="Mistakes">Every mistake, in the order of the lines.</param>
internal sealed record ScenarioFile(string Path, Scenario? Scenario, IReadOnlyList<ScenarioMistake> Mistakes)
{
    private const long MostBytes = 1 << 20;
    private const string Unnamed = "scenario";

    /// <summary>The file's text; empty where it could not be read.</summary>
    public string Text { get; init; } = "";

    /// <summary>The mistakes as lines of text, each with file and line.</summary>
    public IEnumerable<string> Problems => Mistakes.Select(mistake => mistake.In(Path));

    public static ScenarioFile Load(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > MostBytes)
            {
                return Unreadable(path, $"is larger than a scenario may be ({MostBytes >> 20} MiB)");
            }

            var text = File.ReadAllText(path);
            var scenario = ScenarioReader.Read(text, NameOf(path), out var mistakes);
            return new ScenarioFile(path, scenario, mistakes) { Text = text };
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return Unreadable(path, $"cannot be read: {problem.Message}");
        }
    }

    // A file may have a name that no scenario may have, and a recording takes the scenario's along.
    private static string NameOf(string path)
        => System.IO.Path.GetFileNameWithoutExtension(path) is var name && NameText.IsGood(name) ? name : Unnamed;

    private static ScenarioFile Unreadable(string path, string why) => new(path, null, [new ScenarioMistake(0, "", why)]);
}
