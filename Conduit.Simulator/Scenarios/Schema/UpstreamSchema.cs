using System.Text.Json.Nodes;
using Conduit.Lab;
using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Scenarios.Reading;

namespace Conduit.Simulator.Scenarios.Schema;

/// <summary><c>upstreams</c> in JSON Schema.</summary>
internal static class UpstreamSchema
{
    public static JsonObject Of() => new()
    {
        ["type"] = "object",
        ["description"] = "The upstreams by name, as a virtual run models them; a live run uses the proxy's own and checks the names. Default the lab's alpha and beta.",
        ["propertyNames"] = new JsonObject { ["pattern"] = NameText.Pattern },
        ["additionalProperties"] = One(),
    };

    private static JsonObject One()
    {
        var usual = new UpstreamModel { Name = "" };
        var upstream = SchemaForms.Mapping("One upstream, or with 'count' several of a kind.", new JsonObject
        {
            ["latency"] = SchemaForms.Duration("Mean service time at no load.", TimeSpan.Zero, Limits.LongestWait, usual.Latency),
            ["distribution"] = SchemaForms.Choice<Distribution>("How service times scatter around 'latency'; lognormal takes its spread from 'p99', uniform from 'jitter'.", usual.Distribution),
            ["p99"] = SchemaForms.Duration($"The 99th percentile of a lognormal service time: above 'latency' and below {ServiceTime.LargestRatio:0} times it.", TimeSpan.Zero, Limits.LongestWait),
            ["jitter"] = SchemaForms.Duration("How far a uniform service time reaches to either side of 'latency', floored at 0.", TimeSpan.Zero, Limits.LongestWait),
            ["weight"] = SchemaForms.Number("Its share of the load relative to its peers at equal latency.", Limits.LeastWeight, Limits.MostWeight, usual.Weight),
            ["capacity"] = SchemaForms.Integer("The most requests served at once; 0 for no limit.", 0, Limits.MostCapacity, usual.Capacity),
            ["overload"] = SchemaForms.Choice<OverloadBehaviour>("What becomes of requests beyond 'capacity': they wait in order, or are answered 'overloadStatus' at once.", usual.Overload),
            ["overloadStatus"] = SchemaForms.Integer("What a rejecting upstream answers beyond its capacity: an HTTP status.", Limits.LeastFailure, Limits.MostFailure, usual.OverloadStatus),
            ["slowdown"] = SchemaForms.Choice<SlowdownShape>("In place of a queue, every active request slows all down: service time times 1 + active / capacity, times 5 past capacity."),
            ["rateLimit"] = SchemaForms.Number("Requests per second beyond which it answers 429 with Retry-After; a second's worth passes at once.", Limits.LeastRateLimit, Limits.MostRate),
            ["count"] = SchemaForms.Integer("Makes this many of a kind: name-1, name-2 and so on.", 1, Limits.MostUpstreams),
        });
        upstream["allOf"] = new JsonArray(
            SchemaForms.If(SchemaForms.Has("distribution", "lognormal"), SchemaForms.Needs("p99")),
            SchemaForms.If(SchemaForms.Not(SchemaForms.Has("distribution", "lognormal")), SchemaForms.Without("p99")),
            SchemaForms.If(SchemaForms.Has("distribution", "uniform"), SchemaForms.Needs("jitter")),
            SchemaForms.If(SchemaForms.Not(SchemaForms.Has("distribution", "uniform")), SchemaForms.Without("jitter")),
            SchemaForms.If(SchemaForms.Not(Limited()), SchemaForms.Without("overload", "overloadStatus", "slowdown")),
            SchemaForms.If(SchemaForms.Not(SchemaForms.Has("overload", "reject")), SchemaForms.Without("overloadStatus")),
            SchemaForms.If(SchemaForms.Needs("slowdown"), SchemaForms.Without("overload")));
        return upstream;
    }

    private static JsonObject Limited() => new()
    {
        ["required"] = SchemaForms.List(["capacity"]),
        ["properties"] = new JsonObject { ["capacity"] = new JsonObject { ["minimum"] = 1 } },
    };
}
