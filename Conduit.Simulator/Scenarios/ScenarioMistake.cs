using System.Globalization;

namespace Conduit.Simulator.Scenarios;

/// <summary>One thing wrong in a scenario file.</summary>
/// <param name="Line">The line, from 1; 0 where the mistake belongs to the file as a whole.</param>
/// <param name="Key">The key's path, as in <c>faults[0].kind</c>; empty for the document.</param>
/// <param name="Message">What is wrong and what would be right.</param>
internal sealed record ScenarioMistake(int Line, string Key, string Message)
{
    /// <summary>The column in the line, from 1; 0 where it says nothing.</summary>
    public int Column { get; init; }

    /// <summary>The mistake in one line that editors and terminals can jump to.</summary>
    /// <param name="file">The file's name as the user gave it.</param>
    public string In(string file)
    {
        var place = (Line, Column) switch
        {
            ( <= 0, _) => file,
            (_, <= 0) => string.Create(CultureInfo.InvariantCulture, $"{file}:{Line}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{file}:{Line}:{Column}"),
        };
        return Key.Length == 0 ? $"{place}: {Message}" : $"{place}: {Key}: {Message}";
    }
}
