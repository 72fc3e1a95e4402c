using System.Globalization;
using System.Text.Json;

namespace Conduit.Simulator.Recordings;

/// <summary>Reads a recording line by line, in memory that does not grow with it; what is no sound line is told and passed over.</summary>
internal sealed class RecordingReader : IDisposable
{
    private readonly LineReader _lines;
    private readonly RecordingLine _form = new();
    private TimeSpan _last;
    private long _endLine;

    public RecordingReader(string path) => _lines = new LineReader(path);

    /// <summary>What the last line gave as the end; null before it is read, and where there is none.</summary>
    public TimeSpan? End { get; private set; }

    /// <summary>Reads the first line; to be called once, first.</summary>
    /// <param name="mistakes">What is wrong with it.</param>
    public RecordingHeader? ReadHeader(out IReadOnlyList<RecordingMistake> mistakes)
    {
        if (!_lines.TryRead(out var line, out var problem))
        {
            mistakes = [new RecordingMistake(0, "is empty; a recording has at least its first line")];
            return null;
        }

        if (problem is not null)
        {
            mistakes = [new RecordingMistake(1, problem)];
            return null;
        }

        var reader = new RecordingHeaderReader();
        var header = reader.Read(line.ToArray());
        mistakes = reader.Mistakes;
        return header;
    }

    /// <summary>Reads on.</summary>
    /// <param name="request">The next request, where there is no mistake.</param>
    /// <param name="mistake">What is wrong with the line that was read; null where nothing is.</param>
    /// <returns>False at the end of the file.</returns>
    public bool TryRead(out RecordedRequest request, out RecordingMistake? mistake)
    {
        request = default;
        mistake = null;
        while (_lines.TryRead(out var line, out var problem))
        {
            if (problem is null && (line = line.Trim(" \t"u8)).IsEmpty)
            {
                continue;
            }

            if (problem is null && line[0] == '{')
            {
                problem = ReadEnd(line);
                if (problem is null)
                {
                    continue;
                }
            }
            else
            {
                problem ??= _form.Read(line, out request) ?? Place(request.At);
            }

            mistake = problem is null ? null : new RecordingMistake(_lines.Number, problem);
            return true;
        }

        return false;
    }

    public void Dispose() => _lines.Dispose();

    private string? Place(TimeSpan at)
    {
        if (End is not null)
        {
            return string.Create(CultureInfo.InvariantCulture, $"stands after the end in line {_endLine}; remove that line, or this one");
        }

        if (at < _last)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"begins at {at.TotalMilliseconds} ms, before the line above it at {_last.TotalMilliseconds} ms; sort the lines by their first value");
        }

        _last = at;
        return null;
    }

    private string? ReadEnd(ReadOnlySpan<byte> line)
    {
        try
        {
            var json = new Utf8JsonReader(line);
            if (json.Read() && json.Read() && json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals(RecordingOutput.EndKey)
                && json.Read() && json.TokenType == JsonTokenType.Number && json.TryGetDouble(out var milliseconds)
                && milliseconds >= 0 && milliseconds <= RecordingRules.Longest.TotalMilliseconds
                && json.Read() && json.TokenType == JsonTokenType.EndObject && !json.Read())
            {
                var end = new TimeSpan((long)Math.Round(milliseconds * TimeSpan.TicksPerMillisecond));
                if (End is not null || end < _last)
                {
                    return string.Create(CultureInfo.InvariantCulture, $"{RecordingOutput.EndKey} comes before the end of the lines above it");
                }

                (End, _endLine) = (end, _lines.Number);
                return null;
            }
        }
        catch (JsonException)
        {
            // Said below.
        }

        return $"is neither a request nor the end: a line is [atMs, \"METHOD\", \"/path\", …], the last one {{ \"{RecordingOutput.EndKey}\": milliseconds }}";
    }
}
