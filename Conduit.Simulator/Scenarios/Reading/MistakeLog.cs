namespace Conduit.Simulator.Scenarios.Reading;

/// <summary>Collects every mistake of a file, so that its author mends them in one go.</summary>
internal sealed class MistakeLog
{
    private readonly List<ScenarioMistake> _mistakes = [];

    /// <summary>All mistakes so far, from the top of the file to its end.</summary>
    public IReadOnlyList<ScenarioMistake> InOrder => [.. _mistakes.OrderBy(mistake => mistake.Line).ThenBy(mistake => mistake.Column)];

    /// <summary>How many mistakes there are so far.</summary>
    public int Count => _mistakes.Count;

    public void Add(int line, int column, string key, string message)
        => _mistakes.Add(new ScenarioMistake(line, key, message) { Column = column });
}
