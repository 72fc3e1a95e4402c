using System.Text.Json.Nodes;
using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Scenarios.Reading;

namespace Conduit.Simulator.Scenarios.Schema;

/// <summary><c>phases</c> in JSON Schema.</summary>
internal static class PhaseSchema
{
    public static JsonObject Of()
    {
        var phase = SchemaForms.Mapping(
            "A stretch of the scenario with a load of its own; it begins where the one before it ends.",
            new JsonObject
            {
                ["name"] = SchemaForms.Name("Its name in reports, metrics and 'expect', each its own; default phase-N."),
                ["for"] = SchemaForms.Duration("How long it lasts.", Limits.ShortestPhase, Limits.LongestPhase),
                ["rate"] = SchemaForms.Number("Requests per second: at the start where it ramps, in the middle where it swings.", 0, Limits.MostRate),
                ["rampTo"] = SchemaForms.Number("Requests per second at its end; the rate goes there in a straight line.", 0, Limits.MostRate),
                ["shape"] = SchemaForms.Choice<PhaseShape>("A rate that swings by 'amplitude' to either side, once every 'period'."),
                ["amplitude"] = SchemaForms.Number("How far a sine swings to either side of 'rate', in requests per second; at most 'rate'.", 0, Limits.MostRate),
                ["period"] = SchemaForms.Duration("One full swing of a sine.", Limits.ShortestPhase, Limits.LongestPhase),
            },
            "for", "rate");
        phase["allOf"] = new JsonArray(
            SchemaForms.If(SchemaForms.Needs("shape"), SchemaForms.Needs("amplitude", "period")),
            SchemaForms.If(SchemaForms.Needs("shape"), SchemaForms.Without("rampTo")),
            SchemaForms.If(SchemaForms.Without("shape"), SchemaForms.Without("amplitude", "period")));
        var phases = SchemaForms.ListOf("The load, stretch after stretch without gap or overlap; at least one.", phase);
        phases["minItems"] = 1;
        return phases;
    }
}
