using System.Text.Json.Nodes;
using Conduit.Lab;
using Conduit.Simulator.Commands;
using Conduit.Simulator.Scenarios;
using Conduit.Simulator.Scenarios.Schema;
using Conduit.Tests.Architecture;

namespace Conduit.Tests.Simulator.Scenarios.Schema;

/// <summary>The schema that editors have and the reader that decides are of one mind.</summary>
public sealed class ScenarioSchemaTests
{
    private const string Header = "# yaml-language-server: $schema=scenario.schema.json";

    /// <summary>Every mapping of the language with the key <c>zzzzzzzz</c>, and where the schema describes it.</summary>
    private static readonly (string Text, string Place)[] Mappings =
    [
        ("zzzzzzzz: 1", ""),
        ("client: { zzzzzzzz: 1 }", "client"),
        ("network: { zzzzzzzz: 1 }", "network"),
        ("upstreams: { alpha: { zzzzzzzz: 1 } }", "upstreams/*"),
        ("requests: [ { zzzzzzzz: 1 } ]", "requests/[]"),
        ("expect: { zzzzzzzz: 1 }", "expect"),
        ("expect: { during: [ { phase: only, zzzzzzzz: 1 } ] }", "expect/during/[]"),
    ];

    private static readonly JsonNode Schema = JsonNode.Parse(ScenarioSchema.Text)!;

    public static TheoryData<string> Names => [.. new ScenarioCatalog(Repository.PathOf("scenarios")).Names];

    [Fact]
    public async Task File_beside_the_scenarios_is_what_the_verb_prints()
    {
        await using var output = new StringWriter();
        var code = await SimulatorProgram.RunAsync(["schema"], new CommandHost(output, TextWriter.Null), TestContext.Current.CancellationToken);

        Assert.Equal(0, code);
        Assert.True(
            File.ReadAllText(Repository.PathOf("scenarios", ScenarioSchema.FileName)) == output.ToString(),
            $"scenarios/{ScenarioSchema.FileName} is stale: write what 'dotnet run --project Conduit.Simulator -- schema' prints into it.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Scenario_that_ships_points_editors_to_the_schema_and_keeps_to_it(string name)
    {
        var text = File.ReadAllText(Repository.PathOf("scenarios", $"{name}.yaml"));
        var json = EditorView.Parse(text);

        Assert.StartsWith(Header + "\n", text, StringComparison.Ordinal);
        Assert.True(EditorView.Accepts(json), EditorView.Complaints(json));
    }

    [Fact]
    public void Whole_grammar_keeps_to_the_schema()
    {
        var json = EditorView.Parse(ScenarioReaderTests.Whole);

        Assert.True(EditorView.Accepts(json), EditorView.Complaints(json));
    }

    [Fact]
    public void Every_key_the_reader_knows_is_in_the_schema_and_no_other()
    {
        Assert.All(Mappings, mapping =>
        {
            var mistake = Assert.Single(ScenarioText.Bad(mapping.Text + "\nphases: [ { name: only, for: 10s, rate: 10 } ]"), mistake => mistake.Key.EndsWith("zzzzzzzz", StringComparison.Ordinal));
            Assert.Equal(KeysOf(mistake.Message), SchemaKeys(mapping.Place));
        });
        Assert.Equal(KeysOf(Assert.Single(ScenarioText.Bad("phases: [ { for: 1s, rate: 1, zzzzzzzz: 1 } ]")).Message), SchemaKeys("phases/[]"));
    }

    [Fact]
    public void Every_key_of_a_fault_is_in_the_schema_and_no_other()
        => Assert.Equal(Enum.GetValues<FaultKind>().SelectMany(FaultReader.KeysOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), SchemaKeys("faults/[]"));

    [Theory]
    [InlineData("zzzzzzzz: 1", "proxy")]
    [InlineData("Routing: { zzzzzzzz: 1 }", "proxy/Routing")]
    [InlineData("Routing: { Breaker: { zzzzzzzz: 1 } }", "proxy/Routing/Breaker")]
    [InlineData("Routing: { Failover: { zzzzzzzz: 1 } }", "proxy/Routing/Failover")]
    [InlineData("Routing: { Hedging: { zzzzzzzz: 1 } }", "proxy/Routing/Hedging")]
    [InlineData("Routing: { Exploration: { zzzzzzzz: 1 } }", "proxy/Routing/Exploration")]
    public void Every_option_of_the_proxy_is_in_the_schema_and_no_other(string options, string place)
    {
        var mistake = Assert.Single(ScenarioText.Bad($"proxy: {{ {options} }}\nphases: [ {{ for: 1s, rate: 1 }} ]"));

        Assert.Equal(mistake.Message.Split("there are ")[1].Split(", ").Order(StringComparer.Ordinal), SchemaKeys(place));
    }

    [Fact]
    public void Every_key_says_what_it_means()
    {
        var bare = new List<string>();
        Walk(Schema, "", bare);

        Assert.Empty(bare);
    }

    private static IEnumerable<string> KeysOf(string message)
        => message.Split("known here: ")[1].Split(", ").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static IEnumerable<string> SchemaKeys(string place)
    {
        var node = place.Split('/', StringSplitOptions.RemoveEmptyEntries).Aggregate(Schema, (node, part) => part switch
        {
            "[]" => node["items"]!,
            "*" => node["additionalProperties"]!,
            _ => node["properties"]![part]!,
        });
        return node["properties"]!.AsObject().Select(entry => entry.Key).Order(StringComparer.Ordinal);
    }

    private static void Walk(JsonNode node, string path, List<string> bare)
    {
        foreach (var (key, value) in node["properties"]?.AsObject() ?? [])
        {
            if ((string?)value!["description"] is not { Length: > 10 })
            {
                bare.Add($"{path}/{key}");
            }

            Walk(value, $"{path}/{key}", bare);
        }

        foreach (var below in (string[])["items", "additionalProperties"])
        {
            if (node[below] is JsonObject inner)
            {
                Walk(inner, $"{path}/{below}", bare);
            }
        }
    }
}
