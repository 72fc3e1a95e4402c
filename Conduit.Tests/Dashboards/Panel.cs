using System.Text.Json;

namespace Conduit.Tests.Dashboards;

/// <summary>A panel of a dashboard, or the row above some.</summary>
internal sealed class Panel
{
    public Panel(JsonElement json)
    {
        Json = json;
        Targets = json.TryGetProperty("targets", out var targets)
            ? targets.EnumerateArray().Select(target => new Target(target)).ToList()
            : [];
    }

    public JsonElement Json { get; }

    public IReadOnlyList<Target> Targets { get; }

    public int Id => Json.GetProperty("id").GetInt32();

    public string Type => Json.GetProperty("type").GetString()!;

    public string Title => Text("title");

    public string Description => Text("description");

    public JsonElement Defaults => Json.GetProperty("fieldConfig").GetProperty("defaults");

    public string Unit => Defaults.TryGetProperty("unit", out var unit) ? unit.GetString()! : "";

    public GridArea Area
    {
        get
        {
            var place = Json.GetProperty("gridPos");
            return new(place.GetProperty("x").GetInt32(), place.GetProperty("y").GetInt32(), place.GetProperty("w").GetInt32(), place.GetProperty("h").GetInt32());
        }
    }

    /// <summary>The fixed colours the panel gives to series, by the pattern or name they are matched with.</summary>
    public IReadOnlyDictionary<string, string> FixedColours => Json.GetProperty("fieldConfig").GetProperty("overrides").EnumerateArray()
        .SelectMany(rule => rule.GetProperty("properties").EnumerateArray()
            .Where(property => property.GetProperty("id").GetString() == "color")
            .Select(property => (
                Series: rule.GetProperty("matcher").GetProperty("options").GetString()!,
                Colour: property.GetProperty("value").GetProperty("fixedColor").GetString()!)))
        .ToDictionary(pair => pair.Series, pair => pair.Colour, StringComparer.Ordinal);

    private string Text(string property) => Json.TryGetProperty(property, out var value) ? value.GetString()! : "";

    /// <summary>One query of a panel.</summary>
    internal sealed class Target(JsonElement json)
    {
        public string RefId => json.GetProperty("refId").GetString()!;

        public string Expression => json.GetProperty("expr").GetString()!;

        public string Legend => json.GetProperty("legendFormat").GetString()!;
    }
}
