using System.Globalization;
using Conduit.Simulator.Scenarios.Source;
using Conduit.Simulator.Virtual.Proxies;

namespace Conduit.Simulator.Scenarios.Reading;

/// <summary>Reads <c>proxy</c>: Conduit options, nested as in any configuration, into flat configuration keys.</summary>
internal sealed class ProxyReader
{
    private const string Section = "proxy";

    private readonly MappingReader _scenario;
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, SourceEntry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private bool _tooMany;

    private ProxyReader(MappingReader scenario) => _scenario = scenario;

    public static IReadOnlyDictionary<string, string> Read(MappingReader scenario)
    {
        var reader = new ProxyReader(scenario);
        switch (scenario.Take(Section))
        {
            case null:
                break;
            case SourceMapping mapping:
                reader.Flatten(mapping, "");
                reader.Check();
                break;
            case var other:
                scenario.Wrong(Section, $"is {other.Noun} where keys and values belong");
                break;
        }

        return reader._values;
    }

    private void Flatten(SourceMapping mapping, string above)
    {
        foreach (var entry in mapping.Entries)
        {
            var key = above.Length == 0 ? entry.Key : $"{above}:{entry.Key}";
            // Aliases of aliases can make a small file mean more settings than fit in memory.
            if (_tooMany || _entries.Count >= Limits.MostProxySettings)
            {
                TooMany();
                return;
            }

            if (!_entries.TryAdd(key, entry))
            {
                _scenario.WrongAt(entry, PathOf(key), string.Create(CultureInfo.InvariantCulture, $"written twice; the first stands in line {_entries[key].Line}"));
                continue;
            }

            switch (entry.Value)
            {
                case SourceScalar scalar:
                    _values[key] = scalar.Text;
                    break;
                case SourceMapping { Entries.Count: 0 }:
                    // Nothing to set, but its name is to be checked all the same.
                    _values[key] = "";
                    break;
                case SourceMapping below:
                    Flatten(below, key);
                    break;
                case var other:
                    _scenario.WrongAt(entry, PathOf(key), $"is {other.Noun} where one value belongs");
                    break;
            }
        }
    }

    private void TooMany()
    {
        if (!_tooMany)
        {
            _tooMany = true;
            _scenario.Wrong(Section, string.Create(CultureInfo.InvariantCulture, $"holds more than {Limits.MostProxySettings} settings"));
        }
    }

    private void Check()
    {
        if (_tooMany || VirtualProxyOptions.Read(_values, out var mistakes) is not null)
        {
            return;
        }

        foreach (var mistake in mistakes)
        {
            Report(mistake);
        }
    }

    // A mistake reads "proxy:Routing:Deadline = soon: not a time": its key leads back to where that is written.
    private void Report(string mistake)
    {
        var end = mistake.IndexOf(": ", StringComparison.Ordinal);
        var place = end < 0 ? mistake : mistake[..end];
        var message = end < 0 ? mistake : mistake[(end + 2)..];
        var equals = place.IndexOf(" = ", StringComparison.Ordinal);
        var key = (equals < 0 ? place : place[..equals])[Math.Min(Section.Length + 1, place.Length)..];
        if (equals >= 0)
        {
            message = $"'{place[(equals + 3)..]}' is wrong; {message}";
        }

        if (_entries.TryGetValue(key, out var entry))
        {
            _scenario.WrongAt(entry, PathOf(key), message);
        }
        else
        {
            _scenario.Wrong(Section, $"{PathOf(key)}: {message}");
        }
    }

    private static string PathOf(string key) => $"{Section}.{key.Replace(':', '.')}";
}
