using Conduit.Lab;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Scenarios.Reading;

/// <summary>Reads <c>expect</c>: of the whole run, and under <c>during</c> of single phases and faults.</summary>
internal sealed class ExpectationReader
{
    private static readonly ExpectedMetric[] Plain = [.. Enum.GetValues<ExpectedMetric>().Where(metric => metric < ExpectedMetric.Share)];

    private static readonly TimeSpan AFullSecond = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<Phase> _phases;
    private readonly IReadOnlyList<TimedFault> _faults;
    private readonly FaultsReader _upstreams;
    private readonly List<Expectation> _expectations = [];

    public ExpectationReader(IReadOnlyList<Phase> phases, IReadOnlyList<TimedFault> faults, FaultsReader upstreams)
    {
        _phases = phases;
        _faults = faults;
        _upstreams = upstreams;
    }

    public IReadOnlyList<Expectation> Read(MappingReader scenario)
    {
        if (scenario.Mapping("expect") is not { } expect)
        {
            return _expectations;
        }

        Bounds(expect, ExpectationScope.Run, null);
        foreach (var item in expect.Mappings("during"))
        {
            During(item);
        }

        expect.Finish();
        return _expectations;
    }

    private void During(MappingReader item)
    {
        var phase = Known(item, "phase", _phases.Select(candidate => candidate.Name));
        var fault = Known(item, "fault", _faults.Select(candidate => candidate.Fault.Name));
        if (item.Has("phase") == item.Has("fault"))
        {
            item.Wrong(item.Has("fault") ? "fault" : "", "name one 'fault' or one 'phase' that these expectations hold for");
        }

        var scope = item.Has("fault") ? ExpectationScope.Fault : ExpectationScope.Phase;
        Bounds(item, scope, fault ?? phase ?? "");
        Within(item, ExpectedMetric.ShiftWithin, scope, fault);
        Within(item, ExpectedMetric.RecoverWithin, scope, fault);
        if (item.Keys.All(key => key is "fault" or "phase"))
        {
            item.Wrong("", $"expects nothing; add a bound, as in 'success: \">= 99.9%\"' or 'p99: \"<= 60ms\"'");
        }

        item.Finish();
    }

    private static string? Known(MappingReader item, string key, IEnumerable<string> names)
    {
        if (item.Text(key) is not { } name)
        {
            return null;
        }

        string[] known = [.. names];
        if (known.Contains(name, StringComparer.Ordinal))
        {
            return name;
        }

        item.Wrong(key, known.Length == 0
            ? $"no {key} '{name}'; this file has none"
            : KeyHint.Nearest(name, known) is { } near ? $"no {key} '{name}'; did you mean '{near}'?"
            : $"no {key} '{name}'; known: {string.Join(", ", known)}");
        return null;
    }

    private void Bounds(MappingReader item, ExpectationScope scope, string? scopeName)
    {
        foreach (var metric in Plain)
        {
            Bound(item, metric.Key(), metric, scope, scopeName, null);
        }

        if (item.Mapping("share") is { } share)
        {
            foreach (var upstream in share.Keys.ToArray())
            {
                _upstreams.CheckUpstream(share, upstream, upstream);
                Bound(share, upstream, ExpectedMetric.Share, scope, scopeName, upstream);
            }
        }
    }

    private void Bound(MappingReader item, string key, ExpectedMetric metric, ExpectationScope scope, string? scopeName, string? upstream)
    {
        if (item.Text(key) is not { } text)
        {
            return;
        }

        if (!BoundText.TryParse(text, metric.IsFraction(), out var comparison, out var bound))
        {
            item.Wrong(key, metric.IsFraction()
                ? $"'{text}' is no bound; write a comparison (<= >= < > ==) and a percentage from 0% to 100%, as in \">= 99.9%\""
                : $"'{text}' is no bound; write a comparison (<= >= < > ==) and a duration, as in \"<= 60ms\"");
            return;
        }

        _expectations.Add(new Expectation
        {
            Scope = scope,
            ScopeName = scopeName,
            Metric = metric,
            Upstream = upstream,
            Comparison = comparison,
            Bound = bound,
            Wanted = text.Trim(),
        });
    }

    // Both are told by whole seconds: without one there is nothing to see, and the expectation could never be met.
    private void CheckWithin(MappingReader item, ExpectedMetric metric, TimedFault? fault)
    {
        if (fault is null || _phases.Count == 0)
        {
            return;
        }

        if (metric == ExpectedMetric.ShiftWithin && fault.To - fault.From < AFullSecond)
        {
            item.Wrong(metric.Key(), $"can never be met: '{fault.Fault.Name}' lasts {DurationText.Format(fault.To - fault.From)}, and a shift shows after a full second; lengthen the fault or leave this out");
        }
        else if (metric == ExpectedMetric.RecoverWithin && _phases[^1].End - fault.To < AFullSecond)
        {
            item.Wrong(metric.Key(), $"can never be met: the scenario ends before '{fault.Fault.Name}' has been over for a full second; lengthen the last phase or leave this out");
        }
    }

    private void Within(MappingReader item, ExpectedMetric metric, ExpectationScope scope, string? fault)
    {
        var key = metric.Key();
        var limit = item.Duration(key, TimeSpan.Zero, Limits.LongestPhase);
        if (limit is null)
        {
            return;
        }

        if (scope != ExpectationScope.Fault)
        {
            item.Wrong(key, "belongs to a fault; a phase has nothing to shift away from");
            return;
        }

        CheckWithin(item, metric, _faults.FirstOrDefault(candidate => candidate.Fault.Name == fault));
        _expectations.Add(new Expectation
        {
            Scope = scope,
            ScopeName = fault,
            Metric = metric,
            Comparison = Comparison.AtMost,
            Bound = limit.Value.TotalMilliseconds,
            Wanted = $"<= {DurationText.Format(limit.Value)}",
        });
    }
}
