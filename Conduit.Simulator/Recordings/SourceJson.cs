using System.Text.Json;
using System.Text.RegularExpressions;
using Conduit.Simulator.Scenarios.Source;

namespace Conduit.Simulator.Recordings;

/// <summary>A scenario's source as JSON and back: it means the same to the scenario's reader.</summary>
internal static partial class SourceJson
{
    public const int DeepestNesting = 32;

    public static void Write(Utf8JsonWriter json, SourceNode node)
    {
        switch (node)
        {
            // Only what is written as JSON writes it, so that it reads back as the same text.
            case SourceScalar scalar when Number().IsMatch(scalar.Text):
                json.WriteRawValue(scalar.Text);
                break;
            case SourceScalar scalar:
                json.WriteStringValue(scalar.Text);
                break;
            case SourceSequence sequence:
                json.WriteStartArray();
                foreach (var item in sequence.Items)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case SourceMapping mapping:
                json.WriteStartObject();
                foreach (var entry in mapping.Entries)
                {
                    json.WritePropertyName(entry.Key);
                    Write(json, entry.Value);
                }

                json.WriteEndObject();
                break;
        }
    }

    /// <summary>All of it stands in the recording's first line, where a column says nothing.</summary>
    public static SourceNode Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new SourceMapping([.. element.EnumerateObject().Select(property => new SourceEntry(property.Name, 1, 0, Read(property.Value)))], 1, 0),
        JsonValueKind.Array => new SourceSequence([.. element.EnumerateArray().Select(Read)], 1, 0),
        JsonValueKind.String => new SourceScalar(element.GetString()!, 1, 0),
        JsonValueKind.Null => new SourceScalar("", 1, 0),
        _ => new SourceScalar(element.GetRawText(), 1, 0),
    };

    [GeneratedRegex(@"\A(0|[1-9][0-9]{0,19})(\.[0-9]{1,10})?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
