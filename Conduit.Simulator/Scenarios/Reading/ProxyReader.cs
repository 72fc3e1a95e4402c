using System.Globalization;
using Conduit.Simulator.Scenarios.Source;

namespace Conduit.Simulator.Scenarios.Reading;

/// <summary>Reads <c>proxy</c>: Conduit options, nested as in any configuration, into flat configuration keys.</summary>
internal static class ProxyReader
{
    public static IReadOnlyDictionary<string, string> Read(MappingReader scenario)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        switch (scenario.Take("proxy"))
        {
            case null:
                break;
            case SourceMapping mapping:
                Flatten(mapping, "", values);
                break;
            case var other:
                scenario.Wrong("proxy", $"is {other.Noun} where keys and values belong");
                break;
        }

        return values;
    }

    private static void Flatten(SourceNode node, string key, Dictionary<string, string> values)
    {
        switch (node)
        {
            case SourceScalar scalar:
                values[key] = scalar.Text;
                break;
            case SourceMapping mapping:
                foreach (var entry in mapping.Entries)
                {
                    Flatten(entry.Value, Join(key, entry.Key), values);
                }

                break;
            case SourceSequence sequence:
                for (var i = 0; i < sequence.Items.Count; i++)
                {
                    Flatten(sequence.Items[i], Join(key, i.ToString(CultureInfo.InvariantCulture)), values);
                }

                break;
        }
    }

    private static string Join(string key, string part) => key.Length == 0 ? part : $"{key}:{part}";
}
