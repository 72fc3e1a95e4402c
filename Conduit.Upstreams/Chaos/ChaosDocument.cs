using System.Globalization;
using System.Text.Json.Nodes;
using Conduit.Lab;

namespace Conduit.Upstreams.Chaos;

/// <summary>What <c>GET /chaos</c> answers: the faults in force, each with the time it has left.</summary>
internal static class ChaosDocument
{
    private static readonly string[] Numbers = ["status", "probability"];

    public static JsonObject Of(ChaosState chaos)
    {
        var now = chaos.Now;
        var faults = new JsonArray();
        foreach (var timed in chaos.Faults.Faults.Where(fault => fault.IsInForce(now)))
        {
            var entry = new JsonObject();
            foreach (var (key, value) in FaultWriter.ToChaos(timed.Fault, timed.Remaining(now)))
            {
                entry[key] = Numbers.Contains(key) ? JsonValue.Create(double.Parse(value, CultureInfo.InvariantCulture)) : JsonValue.Create(value);
            }

            faults.Add(entry);
        }

        return new JsonObject { ["faults"] = faults };
    }
}
