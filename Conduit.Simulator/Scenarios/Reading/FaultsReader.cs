using Conduit.Lab;
using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Virtual;

namespace Conduit.Simulator.Scenarios.Reading;

/// <summary>Reads <c>faults</c>. What a fault may say is the lab's to know; where it stands in the scenario is checked here.</summary>
internal sealed class FaultsReader
{
    private const int MostQuoted = 10;

    /// <summary>What a fault says in numbers; all else is text to YAML and JSON.</summary>
    public static IReadOnlyList<string> NumberKeys { get; } = ["status", "probability"];

    private readonly TimeSpan _length;
    private readonly IReadOnlyList<UpstreamModel> _upstreams;
    private readonly List<TimedFault> _faults = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly string[] _upstreamNames;
    private readonly HashSet<string> _known;

    public FaultsReader(IReadOnlyList<Phase> phases, IReadOnlyList<UpstreamModel> upstreams)
    {
        _length = phases.Count == 0 ? TimeSpan.Zero : phases[^1].End;
        _upstreams = upstreams;
        _upstreamNames = upstreams.Count == 0 ? [.. LabUpstreams.Names] : [.. upstreams.Select(upstream => upstream.Name)];
        _known = new HashSet<string>(_upstreamNames, StringComparer.Ordinal);
    }

    public IReadOnlyList<TimedFault> Read(MappingReader scenario)
    {
        foreach (var item in scenario.Mappings("faults"))
        {
            if (One(item) is { } fault)
            {
                _faults.Add(TimedFault.Starting(Named(item, fault), TimeSpan.Zero));
            }
        }

        return _faults;
    }

    private Fault? One(MappingReader item)
    {
        var scalars = new Dictionary<string, string>(StringComparer.Ordinal);
        var unreadable = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in item.Keys.ToArray())
        {
            if ((NumberKeys.Contains(key) ? item.NumberText(key) : item.Text(key)) is { } text)
            {
                scalars[key] = text;
            }
            else
            {
                unreadable.Add(key);
            }
        }

        var mistakes = FaultReader.Read(scalars, FaultContext.Scenario, out var fault);
        // What could not be read has been reported as that, and is not missing.
        foreach (var mistake in mistakes.Where(mistake => !unreadable.Contains(mistake.Key)))
        {
            item.Wrong(mistake.Key, mistake.Message);
        }

        if (unreadable.Count == 0 && fault is { For: { } length })
        {
            CheckPlace(item, fault.At, length);
            CheckUpstream(item, "on", fault.On!);
        }

        return fault;
    }

    private void CheckPlace(MappingReader item, TimeSpan at, TimeSpan length)
    {
        // Phases that could not be read are reported as such.
        if (_length == TimeSpan.Zero)
        {
            return;
        }

        if (at >= _length)
        {
            item.Wrong("at", $"begins at {DurationText.Format(at)}, past the scenario's end at {DurationText.Format(_length)}; begin earlier or lengthen the phases");
        }
        else if (at + length > _length)
        {
            item.Wrong("for", $"ends at {DurationText.Format(at + length)}, past the scenario's end at {DurationText.Format(_length)}; shorten it to {DurationText.Format(_length - at)} or lengthen the phases");
        }
    }

    /// <summary>Checks a name against the file's own upstreams, or the lab's where it lists none; a live run checks it against the proxy's too.</summary>
    public void CheckUpstream(MappingReader item, string key, string name)
    {
        if (_known.Contains(name))
        {
            return;
        }

        var group = _upstreamNames.Where(known => known.StartsWith($"{name}-", StringComparison.Ordinal)).ToArray();
        var hint = group.Length > 0 ? $"'count' made it {Some(group)}; name one of them"
            : KeyHint.Nearest(name, _upstreamNames) is { } near ? $"did you mean '{near}'?"
            : $"known: {Some(_upstreamNames)}";
        item.Wrong(key, _upstreams.Count == 0
            ? $"no upstream '{name}': a file without 'upstreams' has the lab's, {string.Join(" and ", LabUpstreams.Names)}; list it under 'upstreams'{(hint.StartsWith("did", StringComparison.Ordinal) ? $", or {hint}" : "")}"
            : $"no upstream '{name}' in this file; {hint}");
    }

    private static string Some(string[] names) => $"{string.Join(", ", names.Take(MostQuoted))}{(names.Length > MostQuoted ? ", …" : "")}";

    private Fault Named(MappingReader item, Fault fault)
    {
        var name = fault.Name;
        if (item.Has("name"))
        {
            if (!NameText.IsGood(name))
            {
                item.Wrong("name", $"'{name}' is no name; allowed: {NameText.Rule}");
            }
            else if (!_names.Add(name))
            {
                item.Wrong("name", $"'{name}' names an earlier fault too; give each its own");
            }

            return fault;
        }

        for (var again = 2; !_names.Add(name); again++)
        {
            name = $"{fault.Name}-{again}";
        }

        return fault with { Name = name };
    }
}
