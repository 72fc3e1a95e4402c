using System.Text.Json.Nodes;
using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Scenarios.Reading;

namespace Conduit.Simulator.Scenarios.Schema;

/// <summary><c>expect</c> in JSON Schema.</summary>
internal static class ExpectationSchema
{
    private static readonly (ExpectedMetric Metric, string Meaning)[] Times =
    [
        (ExpectedMetric.P50, "Median latency from the intended start."),
        (ExpectedMetric.P90, "90th percentile of latency."),
        (ExpectedMetric.P95, "95th percentile of latency."),
        (ExpectedMetric.P99, "99th percentile of latency."),
        (ExpectedMetric.P999, "99.9th percentile of latency."),
        (ExpectedMetric.Mean, "Mean latency."),
        (ExpectedMetric.Max, "Longest latency."),
    ];

    public static JsonObject Of()
    {
        var keys = Bounds();
        keys["during"] = SchemaForms.ListOf("Expectations of single phases and faults.", During());
        return SchemaForms.Mapping("What must hold for exit code 0, over the whole run and under 'during' over parts of it.", keys);
    }

    private static JsonObject Bounds()
    {
        var keys = new JsonObject { [ExpectedMetric.Success.Key()] = SchemaForms.FractionBound("Complete answers with a status below 500 other than 429, of all requests.") };
        foreach (var (metric, meaning) in Times)
        {
            keys[metric.Key()] = SchemaForms.TimeBound(meaning);
        }

        keys[ExpectedMetric.Share.Key()] = new JsonObject
        {
            ["type"] = "object",
            ["description"] = "What part of the answers came from an upstream, by its name.",
            ["additionalProperties"] = SchemaForms.FractionBound("Its part of the answers."),
        };
        return keys;
    }

    private static JsonObject During()
    {
        var keys = new JsonObject
        {
            ["phase"] = SchemaForms.Text("The phase these hold for: the requests whose intended start lies in it."),
            ["fault"] = SchemaForms.Text("The fault these hold for: the requests whose intended start lies in it."),
        };
        foreach (var (key, bound) in Bounds())
        {
            keys[key] = bound!.DeepClone();
        }

        keys[ExpectedMetric.ShiftWithin.Key()] = SchemaForms.Duration("fault: its upstream has lost its traffic at most this long after the fault began.", TimeSpan.Zero, Limits.LongestPhase);
        keys[ExpectedMetric.RecoverWithin.Key()] = SchemaForms.Duration("fault: its upstream has half of its former traffic again at most this long after the fault ended.", TimeSpan.Zero, Limits.LongestPhase);
        var during = SchemaForms.Mapping("Expectations of one phase or one fault.", keys);
        during["minProperties"] = 2;
        during["oneOf"] = new JsonArray(SchemaForms.Needs("phase"), SchemaForms.Needs("fault"));
        during["allOf"] = new JsonArray(SchemaForms.If(SchemaForms.Needs("phase"), SchemaForms.Without(ExpectedMetric.ShiftWithin.Key(), ExpectedMetric.RecoverWithin.Key())));
        return during;
    }
}
