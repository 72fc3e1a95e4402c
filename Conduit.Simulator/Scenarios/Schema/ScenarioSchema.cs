using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Scenarios.Reading;

namespace Conduit.Simulator.Scenarios.Schema;

/// <summary>
/// The JSON Schema of scenario files, for editors. Ranges, words and defaults come from where the reader takes them; a
/// test holds the keys of both together. It is never stricter than the reader,
/// the case of letters in <c>proxy</c> aside, which also checks what no schema can say.
/// </summary>
internal static class ScenarioSchema
{
    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The file as it is checked in beside the scenarios.</summary>
    public const string FileName = "scenario.schema.json";

    /// <summary>The schema as text, ending with a line break.</summary>
    public static string Text => Document().ToJsonString(Written) + "\n";

    private static JsonObject Document()
    {
        var schema = SchemaForms.Mapping(
            "What to send when, what to break when, and what to expect. Phases follow one another; faults lie across them.",
            new JsonObject
            {
                ["name"] = SchemaForms.Name("Its name in reports and metrics; default the file's."),
                ["description"] = SchemaForms.Text("What it shows, in a sentence."),
                ["seed"] = new JsonObject
                {
                    ["type"] = "integer",
                    ["minimum"] = 0,
                    ["maximum"] = ulong.MaxValue,
                    ["default"] = 0,
                    ["description"] = $"Decides every gap between requests, every choice and number. 0 to {ulong.MaxValue}; default 0.",
                },
                ["upstreams"] = UpstreamSchema.Of(),
                ["client"] = Client(),
                ["network"] = Network(),
                ["proxy"] = ProxySchema.Of(),
                ["phases"] = PhaseSchema.Of(),
                ["faults"] = FaultSchema.Of(),
                ["requests"] = RequestSchema.Of(),
                ["expect"] = ExpectationSchema.Of(),
            },
            "phases");
        var document = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = $"urn:conduit:{FileName}",
            ["title"] = "Conduit scenario",
        };
        foreach (var (key, value) in schema.ToArray())
        {
            schema.Remove(key);
            document[key] = value;
        }

        return document;
    }

    private static JsonObject Client()
    {
        var usual = new ClientModel();
        return SchemaForms.Mapping("The users' side of the load.", new JsonObject
        {
            ["timeout"] = SchemaForms.Duration("How long a client waits for the complete answer of one try.", Limits.ShortestWait, Limits.LongestWait, usual.Timeout),
            ["arrivals"] = SchemaForms.Choice<ArrivalProcess>("How arrivals scatter around the rate: as independent users come, or evenly spaced.", usual.Arrivals),
            ["retries"] = SchemaForms.Integer("Blind retries of the client after a failure, each at once.", 0, Limits.MostRetries, usual.Retries),
            ["proxies"] = SchemaForms.Integer("How many independent proxies, each with its own view, share the load of a virtual run.", 1, Limits.MostProxies, usual.Proxies),
        });
    }

    private static JsonObject Network()
    {
        var usual = new NetworkModel();
        return SchemaForms.Mapping("The network between proxy and upstreams in a virtual run.", new JsonObject
        {
            ["rtt"] = SchemaForms.Duration("A round trip.", TimeSpan.Zero, Limits.LongestWait, usual.Rtt),
            ["refuse"] = SchemaForms.Duration("How long a refused connection takes to be refused.", TimeSpan.Zero, Limits.LongestWait, usual.Refuse),
        });
    }
}
