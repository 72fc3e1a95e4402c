using System.Text.Json;
using Conduit.Lab;

namespace Conduit.Upstreams.Chaos;

/// <summary>Reads the body of <c>PUT /chaos</c>; every mistake with the field it is in.</summary>
internal static class ChaosReader
{
    public static (IReadOnlyList<Fault> Faults, Dictionary<string, string[]> Mistakes) Read(JsonElement body)
    {
        var faults = new List<Fault>();
        var mistakes = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("faults", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            mistakes["faults"] = ["missing; give a list of faults, which may be empty"];
            return (faults, mistakes);
        }

        try
        {
            foreach (var other in body.EnumerateObject().Where(property => property.Name != "faults"))
            {
                mistakes[other.Name] = ["no such field; there is faults"];
            }
        }
        catch (InvalidOperationException noText)
        {
            mistakes["body"] = [NoText(noText)];
        }

        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var place = $"faults[{index++}]";
            try
            {
                ReadFault(item, place, faults, mistakes);
            }
            catch (InvalidOperationException noText)
            {
                mistakes[place] = [NoText(noText)];
            }
        }

        return (faults, mistakes);
    }

    // JSON by its form: only who takes the text out finds that it is none.
    private static string NoText(InvalidOperationException found) => $"holds what is no text; give UTF-8, and surrogates in pairs: {found.Message}";

    private static void ReadFault(JsonElement item, string place, List<Fault> faults, Dictionary<string, string[]> mistakes)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            mistakes[place] = ["not a fault; give an object such as { \"kind\": \"latency\", \"add\": \"195ms\" }"];
            return;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in item.EnumerateObject())
        {
            if (property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
            {
                values[property.Name] = property.Value.ToString();
            }
            else
            {
                mistakes[$"{place}.{property.Name}"] = ["give a text or a number"];
            }
        }

        var found = FaultReader.Read(values, FaultContext.Chaos, out var fault);
        foreach (var group in found.GroupBy(mistake => mistake.Key, StringComparer.Ordinal))
        {
            mistakes.TryAdd($"{place}.{group.Key}", [.. group.Select(mistake => mistake.Message)]);
        }

        if (fault is not null)
        {
            faults.Add(fault);
        }
    }
}
