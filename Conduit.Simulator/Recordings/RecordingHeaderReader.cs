using System.Globalization;
using System.Text.Json;
using Conduit.Lab;
using Conduit.Simulator.Scenarios.Source;

namespace Conduit.Simulator.Recordings;

/// <summary>Reads the first line of a recording; every mistake of it at once.</summary>
internal sealed class RecordingHeaderReader
{
    public const string VersionKey = "conduitRecording";

    private const string NoRecording = "is no recording: its first line must be one; make a recording with 'run --record FILE', or from an access log with 'record --from LOG --out FILE'";

    private static readonly string[] Keys = [VersionKey, "lines", "mode", "policy", "target", "startedAt", "seed", "rateFactor", "lengthMs", "scenario"];

    private readonly List<RecordingMistake> _mistakes = [];

    public IReadOnlyList<RecordingMistake> Mistakes => _mistakes;

    /// <summary>Reads a header; null when there are mistakes.</summary>
    public RecordingHeader? Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = SourceJson.DeepestNesting + 2 });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(VersionKey, out var version))
            {
                Wrong(NoRecording);
                return null;
            }

            if (!IsKnown(version))
            {
                return null;
            }

            var header = Of(root);
            return _mistakes.Count == 0 ? header : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            Wrong(line.Span.IndexOf("\"conduitRecording\""u8) >= 0 ? "is damaged or breaks off; nothing can be replayed without the first line" : NoRecording);
            return null;
        }
    }

    private bool IsKnown(JsonElement version)
    {
        if (version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number >= 1)
        {
            if (number <= RecordingHeader.Version)
            {
                return true;
            }

            Wrong(string.Create(CultureInfo.InvariantCulture, $"is of format version {number}; this simulator reads up to version {RecordingHeader.Version}: use a newer one"));
            return false;
        }

        Wrong($"{VersionKey} is no version; give {RecordingHeader.Version}");
        return false;
    }

    private RecordingHeader Of(JsonElement root)
    {
        foreach (var property in root.EnumerateObject())
        {
            if (!Keys.Contains(property.Name, StringComparer.Ordinal))
            {
                Wrong($"{property.Name}: unknown key; {(KeyHint.Nearest(property.Name, Keys) is { } near ? $"did you mean '{near}'?" : $"known here: {string.Join(", ", Keys)}")}");
            }
        }

        if (root.TryGetProperty("lines", out var lines)
            && (lines.ValueKind != JsonValueKind.Array || !lines.EnumerateArray().Select(place => place.ToString()).SequenceEqual(RecordingLine.Places, StringComparer.Ordinal)))
        {
            Wrong($"lines: this version's are {string.Join(", ", RecordingLine.Places)}, in this order");
        }

        return new RecordingHeader
        {
            Mode = Text(root, "mode"),
            Policy = Text(root, "policy"),
            Target = Text(root, "target"),
            StartedAt = Value(root, "startedAt", "a time as in 2026-01-01T00:00:00Z", element => element.TryGetDateTimeOffset(out var at) ? at : (DateTimeOffset?)null, JsonValueKind.String),
            Seed = Value(root, "seed", $"a whole number from 0 to {ulong.MaxValue}", element => element.TryGetUInt64(out var seed) ? seed : (ulong?)null) ?? 0,
            RateFactor = Value(root, "rateFactor", "0.001 to 1000", element => element.GetDouble() is var factor and >= 0.001 and <= 1000 ? factor : (double?)null) ?? 1,
            Length = Value(root, "lengthMs", $"milliseconds, 1 to {RecordingRules.Longest.TotalMilliseconds}", Length),
            Scenario = Scenario(root),
        };
    }

    private string? Text(JsonElement root, string key)
    {
        if (!root.TryGetProperty(key, out var element) || element.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (element.ValueKind == JsonValueKind.String && RecordingRules.IsName(element.GetString()))
        {
            return element.GetString();
        }

        Wrong($"{key}: is no text of 1 to 256 characters");
        return null;
    }

    private T? Value<T>(JsonElement root, string key, string allowed, Func<JsonElement, T?> read, JsonValueKind kind = JsonValueKind.Number)
        where T : struct
    {
        if (!root.TryGetProperty(key, out var element))
        {
            return null;
        }

        if (element.ValueKind == kind && read(element) is { } value)
        {
            return value;
        }

        Wrong($"{key}: '{element}' is out of range; allowed: {allowed}");
        return null;
    }

    private SourceMapping? Scenario(JsonElement root)
    {
        if (!root.TryGetProperty("scenario", out var element))
        {
            return null;
        }

        if (element.ValueKind == JsonValueKind.Object)
        {
            return (SourceMapping)SourceJson.Read(element);
        }

        Wrong("scenario: is no object with a scenario's keys");
        return null;
    }

    private static TimeSpan? Length(JsonElement element)
        => element.GetDouble() is var milliseconds && milliseconds >= 1 && milliseconds <= RecordingRules.Longest.TotalMilliseconds
            ? new TimeSpan((long)Math.Round(milliseconds * TimeSpan.TicksPerMillisecond))
            : null;

    private void Wrong(string message) => _mistakes.Add(new RecordingMistake(1, message));
}
