using System.Globalization;

namespace Conduit.Simulator.Recordings;

/// <summary>One thing wrong in a file of lines.</summary>
/// <param name="Line">The line, from 1; 0 where the mistake belongs to the file as a whole.</param>
/// <param name="Message">What is wrong and what would be right.</param>
internal sealed record RecordingMistake(long Line, string Message)
{
    /// <summary>The mistake in one line that editors and terminals can jump to.</summary>
    /// <param name="file">The file's name as the user gave it.</param>
    public string In(string file)
        => Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{file}:{Line}: {Message}") : $"{file}: {Message}";
}
