using System.Globalization;
using System.Text.Json.Nodes;
using Conduit.Lab;
using Conduit.Simulator.Scenarios.Reading;

namespace Conduit.Simulator.Scenarios.Schema;

/// <summary>
/// The forms of values in JSON Schema, each with a description that names unit, range and default: editors show it.
/// Keywords keep to those that readers of older drafts understand too, as many editors do.
/// </summary>
internal static class SchemaForms
{
    private const string Decimal = @"([0-9]+(\.[0-9]*)?|\.[0-9]+)";
    private const string Times = $"({Decimal}(us|µs|ms|s|m|h))+";
    private const string Sign = @"^\s*(<=|>=|==|<|>)\s*";

    private static readonly string[] AnyScalar = ["string", "number", "boolean"];

    public static JsonObject Mapping(string description, JsonObject properties, params string[] required)
    {
        var mapping = new JsonObject { ["type"] = "object", ["description"] = description, ["properties"] = properties, ["additionalProperties"] = false };
        if (required.Length > 0)
        {
            mapping["required"] = List(required);
        }

        return mapping;
    }

    public static JsonObject ListOf(string description, JsonObject item) => new() { ["type"] = "array", ["description"] = description, ["items"] = item };

    /// <summary>Text of any kind: unquoted, it may look like a number.</summary>
    public static JsonObject Text(string description) => new() { ["type"] = List(AnyScalar), ["description"] = description };

    public static JsonObject Name(string description) => new()
    {
        ["type"] = List(AnyScalar),
        ["pattern"] = NameText.Pattern,
        ["minimum"] = 0,
        ["description"] = $"{description} {NameText.Rule}.",
    };

    public static JsonObject Matching(string pattern, string description) => new() { ["type"] = "string", ["pattern"] = pattern, ["description"] = description };

    public static JsonObject Duration(string description, TimeSpan least, TimeSpan most, TimeSpan? usual = null)
    {
        var range = $"{description} A duration such as 250ms, 20s or 1m30s, {DurationText.Format(least)} to {DurationText.Format(most)}{Usually(usual is { } time ? DurationText.Format(time) : null)}";
        // 0 alone needs no unit, and so is a number to YAML.
        var duration = least > TimeSpan.Zero
            ? Matching($@"^\s*(?=.*[1-9]){Times}\s*$", range)
            : new JsonObject { ["type"] = List(["string", "integer"]), ["pattern"] = $@"^\s*(0|{Times})\s*$", ["minimum"] = 0, ["maximum"] = 0, ["description"] = range };
        if (usual is { } value)
        {
            duration["default"] = DurationText.Format(value);
        }

        return duration;
    }

    public static JsonObject Number(string description, double least, double most, double? usual = null) => Numeric("number", description, least, most, usual);

    public static JsonObject Integer(string description, double least, double most, double? usual = null) => Numeric("integer", description, least, most, usual);

    public static JsonObject Size(string description, int most) => new()
    {
        ["type"] = List(["string", "number"]),
        ["pattern"] = $@"^\s*{Decimal}\s*([kKmM]?[bB]|[kKmM][iI][bB])?\s*$",
        ["minimum"] = 0,
        ["maximum"] = most,
        ["description"] = $"{description} Bytes, or a number with B, KB, KiB, MB or MiB, 0 to {most >> 20}MiB.",
    };

    public static JsonObject Choice(string description, IEnumerable<string> words, string? usual = null)
    {
        var choice = new JsonObject { ["enum"] = List(words), ["description"] = $"{description}{(usual is null ? "" : $" Default {usual}.")}" };
        if (usual is not null)
        {
            choice["default"] = usual;
        }

        return choice;
    }

    /// <summary>One of an enumeration's members by its lower-case name.</summary>
    public static JsonObject Choice<T>(string description, T? usual = null)
        where T : struct, Enum
        => Choice(description, Enum.GetValues<T>().Select(MappingReader.Word), usual is { } value ? MappingReader.Word(value) : null);

    public static JsonObject FractionBound(string description)
        => Matching($@"{Sign}0*(100(\.0*)?|[0-9]{{1,2}}(\.[0-9]*)?|\.[0-9]+)\s*%\s*$", $"{description} A comparison (<= >= < > ==) and a percentage from 0% to 100%, as in \">= 99.9%\".");

    public static JsonObject TimeBound(string description)
        => Matching($@"{Sign}(0|{Times})\s*$", $"{description} A comparison (<= >= < > ==) and a duration, as in \"<= 60ms\".");

    /// <summary>Where <paramref name="when"/> holds, so must <paramref name="then"/>.</summary>
    public static JsonObject If(JsonObject when, JsonObject then) => new() { ["if"] = when, ["then"] = then };

    /// <summary>A key is there and has one of these values.</summary>
    public static JsonObject Has(string key, params string[] values) => new()
    {
        ["required"] = List([key]),
        ["properties"] = new JsonObject { [key] = new JsonObject { ["enum"] = List(values) } },
    };

    public static JsonObject Needs(params string[] keys) => new() { ["required"] = List(keys) };

    public static JsonObject Without(params string[] keys)
        => Not(keys.Length == 1 ? Needs(keys) : new JsonObject { ["anyOf"] = new JsonArray([.. keys.Select(key => Needs(key))]) });

    public static JsonObject Not(JsonObject schema) => new() { ["not"] = schema };

    public static JsonArray List(IEnumerable<string> words) => [.. words.Select(word => JsonValue.Create(word))];

    private static JsonObject Numeric(string type, string description, double least, double most, double? usual)
    {
        var number = new JsonObject
        {
            ["type"] = type,
            ["minimum"] = JsonValue.Create((decimal)least),
            ["maximum"] = JsonValue.Create((decimal)most),
            ["description"] = string.Create(CultureInfo.InvariantCulture, $"{description} {least} to {most}{Usually(usual?.ToString(CultureInfo.InvariantCulture))}"),
        };
        if (usual is { } value)
        {
            number["default"] = JsonValue.Create((decimal)value);
        }

        return number;
    }

    private static string Usually(string? usual) => usual is null ? "." : $"; default {usual}.";
}
