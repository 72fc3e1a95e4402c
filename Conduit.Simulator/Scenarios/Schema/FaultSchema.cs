using System.Text.Json.Nodes;
using Conduit.Lab;

namespace Conduit.Simulator.Scenarios.Schema;

/// <summary><c>faults</c> in JSON Schema: which keys a fault may have depends on its kind.</summary>
internal static class FaultSchema
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    public static JsonObject Of()
    {
        var fault = SchemaForms.Mapping("Something that goes wrong with one upstream for a while.", Keys(), "kind", "on", "at", "for");
        JsonObject[] rules =
        [
            .. Enum.GetValues<FaultKind>().Select(kind => SchemaForms.If(
                SchemaForms.Has("kind", FaultKinds.Name(kind)),
                new JsonObject { ["propertyNames"] = new JsonObject { ["enum"] = SchemaForms.List(FaultReader.KeysOf(kind)) } })),
            SchemaForms.If(
                SchemaForms.Has("kind", FaultKinds.Name(FaultKind.Latency)),
                new JsonObject { ["oneOf"] = new JsonArray(SchemaForms.Needs("add"), SchemaForms.Needs("set")) }),
            SchemaForms.If(SchemaForms.Needs("rampTo"), SchemaForms.Needs("add")),
            SchemaForms.If(SchemaForms.Has("kind", FaultKinds.Name(FaultKind.Error)), SchemaForms.Needs("status")),
            SchemaForms.If(SchemaForms.Has("kind", FaultKinds.Name(FaultKind.Pause)), SchemaForms.Needs("every", "length")),
        ];
        fault["allOf"] = new JsonArray(rules);
        return SchemaForms.ListOf(
            "What breaks and when. Faults on one upstream add up; where two set the same thing, the later one in the file wins. A request meets those in force when it arrives at the upstream.",
            fault);
    }

    private static JsonObject Keys() => new()
    {
        ["name"] = SchemaForms.Name("Its name in reports and 'expect', each its own; default kind-on."),
        ["kind"] = SchemaForms.Choice(
            "What goes wrong: latency (answers later), error (answers a status), pause (everything stands still now and then, as in a garbage collection), hang (accepts, never answers), refuse (the listener is closed, open connections live on), reset (the connection is cut in place of an answer), truncate (the body breaks off), crash (open connections are cut and the listener is closed).",
            FaultKinds.Names),
        ["on"] = SchemaForms.Text("The upstream it befalls."),
        ["at"] = SchemaForms.Duration("When it begins, from the scenario's start; before its end.", TimeSpan.Zero, FaultReader.Longest),
        ["for"] = SchemaForms.Duration("How long it lasts; it ends with the scenario at the latest.", Shortest, FaultReader.Longest),
        ["add"] = SchemaForms.Duration("latency: added to the service time. Either this or 'set'.", TimeSpan.Zero, FaultReader.Longest),
        ["set"] = SchemaForms.Duration("latency: in place of the service time. Either this or 'add'.", TimeSpan.Zero, FaultReader.Longest),
        ["jitter"] = SchemaForms.Duration("latency: uniform spread to either side, floored at 0.", TimeSpan.Zero, FaultReader.Longest, TimeSpan.Zero),
        ["rampTo"] = SchemaForms.Duration("latency: what 'add' has crept to when the fault ends.", TimeSpan.Zero, FaultReader.Longest),
        ["status"] = SchemaForms.Integer("error: the HTTP status; 429 comes with Retry-After.", FaultReader.LeastStatus, FaultReader.MostStatus),
        ["after"] = SchemaForms.Duration("error: time to the answer; default as served.", TimeSpan.Zero, FaultReader.Longest),
        ["every"] = SchemaForms.Duration("pause: from one pause's start to the next's.", Shortest, FaultReader.Longest),
        ["length"] = SchemaForms.Duration("pause: how long everything stands still; shorter than 'every'.", Shortest, FaultReader.Longest),
        ["probability"] = SchemaForms.Number("Fraction of the requests it befalls; not for pause, refuse and crash.", 0, 1, 1),
        ["paths"] = SchemaForms.Matching("^[/*]", "Glob on the path, without query, of the requests it befalls, as in /orders*; default all. Not for pause, refuse and crash."),
    };
}
