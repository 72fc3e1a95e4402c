using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conduit.Simulator.Scenarios.Schema;
using Conduit.Simulator.Scenarios.Source;
using Json.Schema;

namespace Conduit.Tests.Simulator.Scenarios.Schema;

/// <summary>A scenario file as an editor sees it: values typed as YAML 1.2's core schema types them, judged by the JSON Schema alone.</summary>
internal static class EditorView
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(ScenarioSchema.Text);
    private static readonly EvaluationOptions Listed = new() { OutputFormat = OutputFormat.List };

    public static bool Accepts(string text)
        => SourceParser.Parse(text, out _) is { } root && Accepts(Json(root));

    public static bool Accepts(JsonNode? json) => Judge(json).IsValid;

    /// <summary>What it finds wrong, a line each, for the message of a failed test.</summary>
    public static string Complaints(JsonNode? json)
        => string.Join('\n', (Judge(json).Details ?? []).Where(detail => detail.Errors is not null).Select(detail => $"{detail.InstanceLocation}: {string.Join("; ", detail.Errors!.Values)}"));

    public static JsonNode? Parse(string text) => Json(SourceParser.Parse(text, out _)!);

    private static EvaluationResults Judge(JsonNode? json) => Schema.Evaluate(JsonSerializer.SerializeToElement(json), Listed);

    private static JsonNode? Json(SourceNode node)
    {
        switch (node)
        {
            case SourceScalar scalar:
                return Json(scalar);
            case SourceSequence list:
                return new JsonArray([.. list.Items.Select(Json)]);
            default:
                var mapping = new JsonObject();
                foreach (var entry in ((SourceMapping)node).Entries)
                {
                    mapping[entry.Key] = Json(entry.Value);
                }

                return mapping;
        }
    }

    private static JsonValue? Json(SourceScalar scalar) => scalar switch
    {
        { IsNull: true } => null,
        { Quoted: true } => JsonValue.Create(scalar.Text),
        { Text: "true" or "True" or "TRUE" } => JsonValue.Create(true),
        { Text: "false" or "False" or "FALSE" } => JsonValue.Create(false),
        _ when decimal.TryParse(scalar.Text, NumberStyles.Float & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(scalar.Text),
    };
}
