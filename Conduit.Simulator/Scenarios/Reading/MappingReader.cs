using System.Globalization;
using Conduit.Lab;
using Conduit.Simulator.Scenarios.Source;

namespace Conduit.Simulator.Scenarios.Reading;

/// <summary>
/// Reads one mapping of a scenario file key by key. A value that is wrong is logged with its line and read as absent;
/// <see cref="Finish"/> then reports the keys nobody asked for.
/// </summary>
internal sealed class MappingReader
{
    private readonly SourceMapping _node;
    private readonly MistakeLog _mistakes;
    private readonly Dictionary<string, SourceEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _known = [];
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);

    public MappingReader(SourceMapping node, string path, MistakeLog mistakes)
    {
        _node = node;
        _mistakes = mistakes;
        Path = path;
        foreach (var entry in node.Entries)
        {
            if (!_entries.TryAdd(entry.Key, entry))
            {
                mistakes.Add(entry.Line, entry.Column, PathOf(entry.Key), $"written twice; the first stands in line {_entries[entry.Key].Line}");
            }
        }
    }

    /// <summary>Where this mapping stands in the file, as in <c>phases[1]</c>.</summary>
    public string Path { get; }


    /// <summary>The keys as written, for mappings whose keys are names.</summary>
    public IEnumerable<string> Keys => _entries.Keys;

    /// <summary>The path of a key; the mapping's own for the empty key.</summary>
    public string PathOf(string key) => Path.Length == 0 ? key : key.Length == 0 ? Path : $"{Path}.{key}";

    /// <summary>Reports a key, or the mapping itself where the key is absent.</summary>
    public void Wrong(string key, string message)
    {
        var (line, column) = _entries.TryGetValue(key, out var entry) ? (entry.Line, entry.Column) : (_node.Line, _node.Column);
        _mistakes.Add(line, column, PathOf(key), message);
    }

    /// <summary>Reports something below this mapping that has no reader of its own.</summary>
    public void WrongAt(SourceEntry entry, string path, string message) => _mistakes.Add(entry.Line, entry.Column, path, message);

    /// <summary>Reports a key that people may well expect here, with a reason of its own in place of "unknown key".</summary>
    public void Refuse(string key, string message)
    {
        if (_refused.Add(key))
        {
            Wrong(key, message);
        }
    }

    public bool Has(string key) => _entries.ContainsKey(key);

    /// <summary>The text of a key that is none of this mapping's; null where it is absent or no single value.</summary>
    public string? Peek(string key) => (_entries.GetValueOrDefault(key)?.Value as SourceScalar)?.Text;

    /// <summary>The node under a key, or null; from now on the key counts as known.</summary>
    public SourceNode? Take(string key)
    {
        _known.Add(key);
        return _entries.GetValueOrDefault(key)?.Value;
    }

    public string? Text(string key)
    {
        switch (Take(key))
        {
            case null:
                return null;
            case SourceScalar { IsNull: false } scalar:
                return scalar.Text;
            case var other:
                Wrong(key, $"is {other.Noun} where one value belongs{(other is SourceScalar ? "; give one or leave the key out" : "")}");
                return null;
        }
    }

    /// <summary>A value that must be a number to YAML and JSON too, and so stands in no quotes.</summary>
    public string? NumberText(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (!IsQuoted(key))
        {
            return text;
        }

        Wrong(key, $"'{text}' is text where a number belongs; write it without quotes");
        return null;
    }

    /// <summary>Whether a value stands in quotes.</summary>
    public bool IsQuoted(string key) => _entries.GetValueOrDefault(key)?.Value is SourceScalar { Quoted: true };

    public TimeSpan? Duration(string key, TimeSpan least, TimeSpan most)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (!DurationText.TryParse(text, out var value))
        {
            Wrong(key, $"'{text}' is no duration; {Remedy(text)}");
            return null;
        }

        if (value < least || value > most)
        {
            Wrong(key, $"{text} is out of range; allowed: {DurationText.Format(least)} to {DurationText.Format(most)}");
            return null;
        }

        return value;
    }

    public double? Number(string key, double least, double most)
    {
        if (NumberText(key) is not { } text)
        {
            return null;
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
        {
            Wrong(key, $"'{text}' is no number; allowed: {Range(least, most)}");
            return null;
        }

        return InRange(key, text, value, least, most) ? value : null;
    }

    public int? Integer(string key, int least, int most)
    {
        if (NumberText(key) is not { } text)
        {
            return null;
        }

        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            Wrong(key, $"'{text}' is no whole number; allowed: {Range(least, most)}");
            return null;
        }

        return InRange(key, text, value, least, most) ? value : null;
    }

    /// <summary>One of an enumeration's members by its lower-case name.</summary>
    public T? Choice<T>(string key)
        where T : struct, Enum
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        foreach (var value in Enum.GetValues<T>())
        {
            if (Word(value) == text)
            {
                return value;
            }
        }

        Wrong(key, $"'{text}' is unknown here; allowed: {string.Join(", ", Enum.GetValues<T>().Select(Word))}");
        return null;
    }

    /// <summary>A mapping under a key, or null where there is none.</summary>
    public MappingReader? Mapping(string key)
    {
        switch (Take(key))
        {
            case null:
                return null;
            case SourceMapping mapping:
                return new MappingReader(mapping, PathOf(key), _mistakes);
            case var other:
                Wrong(key, $"is {other.Noun} where keys and values belong");
                return null;
        }
    }

    /// <summary>The mappings of a list under a key; empty where there is none.</summary>
    public IReadOnlyList<MappingReader> Mappings(string key)
    {
        switch (Take(key))
        {
            case null:
                return [];
            case SourceSequence list:
                return [.. list.Items.Select((item, index) => Item(item, $"{PathOf(key)}[{index}]")).OfType<MappingReader>()];
            case var other:
                Wrong(key, $"is {other.Noun} where a list belongs ('- ' before each item)");
                return [];
        }
    }

    /// <summary>Reports every key that nobody asked for, with the nearest one that exists.</summary>
    public void Finish()
    {
        foreach (var key in _entries.Keys.Except(_known, StringComparer.Ordinal).Except(_refused, StringComparer.Ordinal))
        {
            Wrong(key, KeyHint.Nearest(key, _known) is { } near
                ? $"unknown key; did you mean '{near}'?"
                : $"unknown key; known here: {string.Join(", ", _known)}");
        }
    }

    private MappingReader? Item(SourceNode item, string path)
    {
        if (item is SourceMapping mapping)
        {
            return new MappingReader(mapping, path, _mistakes);
        }

        _mistakes.Add(item.Line, item.Column, path, $"is {item.Noun} where keys and values belong");
        return null;
    }

    private bool InRange(string key, string text, double value, double least, double most)
    {
        if (value >= least && value <= most)
        {
            return true;
        }

        Wrong(key, $"{text} is out of range; allowed: {Range(least, most)}");
        return false;
    }

    private static string Remedy(string text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0
            ? $"it lacks its unit: us, ms, s, m or h, as in {text}s"
            : text.StartsWith('-') && DurationText.TryParse(text[1..], out _)
                ? "nothing here runs backwards; write it without the '-'"
                : "write a number and a unit of us, ms, s, m or h, as in 250ms or 1m30s";

    private static string Range(double least, double most)
        => string.Create(CultureInfo.InvariantCulture, $"{least} to {most}");

#pragma warning disable CA1308 // The file's words are lower-case by definition.
    /// <summary>A member of an enumeration as a file writes it.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum
        => value.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
