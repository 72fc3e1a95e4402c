using System.Globalization;

namespace Conduit.Simulator.Recordings;

/// <summary>The mistakes of a file that may have millions: the first few in full, the rest by number.</summary>
internal sealed class MistakeCount
{
    private const int MostTold = 10;

    private readonly List<RecordingMistake> _first = [];

    public long Count { get; private set; }

    public void Add(RecordingMistake mistake)
    {
        Count++;
        if (_first.Count < MostTold)
        {
            _first.Add(mistake);
        }
    }

    /// <summary>The mistakes as lines of text.</summary>
    /// <param name="file">The file's name as the user gave it.</param>
    public IEnumerable<string> In(string file)
    {
        foreach (var mistake in _first)
        {
            yield return mistake.In(file);
        }

        if (Count > _first.Count)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{file}: and {Count - _first.Count:#,0} more lines");
        }
    }
}
