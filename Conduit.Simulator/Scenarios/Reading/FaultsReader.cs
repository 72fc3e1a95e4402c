using Conduit.Lab;
using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Scenarios.Source;

namespace Conduit.Simulator.Scenarios.Reading;

/// <summary>Reads <c>faults</c>. What a fault may say is the lab's to know; where it stands in the scenario is checked here.</summary>
internal sealed class FaultsReader
{
    private readonly TimeSpan _length;
    private readonly IReadOnlyList<UpstreamModel> _upstreams;
    private readonly List<TimedFault> _faults = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public FaultsReader(IReadOnlyList<Phase> phases, IReadOnlyList<UpstreamModel> upstreams)
    {
        _length = phases.Count == 0 ? TimeSpan.Zero : phases[^1].End;
        _upstreams = upstreams;
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
        var wellFormed = true;
        foreach (var key in item.Keys.ToArray())
        {
            switch (item.Take(key))
            {
                case SourceScalar scalar:
                    scalars[key] = scalar.Text;
                    break;
                case var other:
                    item.Wrong(key, $"is {other!.Noun} where one value belongs");
                    wellFormed = false;
                    break;
            }
        }

        var mistakes = FaultReader.Read(scalars, FaultContext.Scenario, out var fault);
        foreach (var mistake in wellFormed ? mistakes : mistakes.Where(mistake => scalars.ContainsKey(mistake.Key)))
        {
            item.Wrong(mistake.Key, mistake.Message);
        }

        if (fault is { For: { } length })
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

    /// <summary>Checks a name against the file's own upstreams, where it lists any; a live run checks it against the proxy's.</summary>
    public void CheckUpstream(MappingReader item, string key, string name)
    {
        if (_upstreams.Count == 0 || _upstreams.Any(upstream => upstream.Name == name))
        {
            return;
        }

        var names = _upstreams.Select(upstream => upstream.Name).ToArray();
        var hint = KeyHint.Nearest(name, names) is { } near
            ? $"did you mean '{near}'?"
            : $"known: {string.Join(", ", names.Take(10))}{(names.Length > 10 ? ", …" : "")}";
        item.Wrong(key, $"no upstream '{name}' in this file; {hint}");
    }

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
