using Conduit.Lab;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Scenarios.Reading;

/// <summary>Reads <c>phases</c>.</summary>
internal static class PhaseReader
{
    private static readonly string[] OfSine = ["amplitude", "period"];

    public static IReadOnlyList<Phase> Read(MappingReader scenario)
    {
        var phases = new List<Phase>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var start = TimeSpan.Zero;
        var items = scenario.Mappings("phases");
        if (items.Count == 0 && scenario.Take("phases") is null or Source.SourceSequence { Items.Count: 0 })
        {
            scenario.Wrong("phases", "missing; a scenario needs at least one phase, as in '- { name: steady, for: 10s, rate: 400 }'");
        }

        foreach (var item in items)
        {
            var phase = One(item, start, phases.Count);
            if (!names.Add(phase.Name))
            {
                item.Wrong("name", $"'{phase.Name}' names an earlier phase too; give each its own");
            }

            CheckPlace(item, phases.LastOrDefault(), start);
            item.Finish();
            phases.Add(phase);
            start = phase.End;
        }

        return phases;
    }

    private static Phase One(MappingReader item, TimeSpan start, int index)
    {
        var phase = new Phase
        {
            Name = item.Name("name") ?? $"phase-{index + 1}",
            Start = start,
            For = item.Required("for", item.Duration("for", Limits.ShortestPhase, Limits.LongestPhase)),
            Rate = item.Required("rate", item.Number("rate", 0, Limits.MostRate)),
            RampTo = item.Number("rampTo", 0, Limits.MostRate),
        };
        return Swing(item, phase);
    }

    // Phases cannot overlap in this language; whoever tries is told how they do lie.
    private static void CheckPlace(MappingReader item, Phase? before, TimeSpan start)
    {
        if (!item.Has("at"))
        {
            return;
        }

        var begins = DurationText.Format(start);
        var why = before?.For > TimeSpan.Zero && DurationText.TryParse(item.Peek("at"), out var at) && at != start
            ? at < start ? $"it would overlap '{before.Name}', which ends at {begins}" : $"it would leave a gap after '{before.Name}', which ends at {begins}"
            : $"this one begins at {begins}";
        item.Refuse("at", $"phases follow one another and each ends by its own 'for': {why}; leave 'at' out");
    }

    private static Phase Swing(MappingReader item, Phase phase)
    {
        var shape = item.Choice<PhaseShape>("shape");
        var amplitude = item.Number("amplitude", 0, Limits.MostRate);
        var period = item.Duration("period", Limits.ShortestPhase, Limits.LongestPhase);
        if (!item.Has("shape"))
        {
            foreach (var key in OfSine.Where(item.Has))
            {
                item.Wrong(key, "belongs to 'shape: sine', which this phase has not");
            }
        }

        if (shape is PhaseShape.Sine)
        {
            if (phase.RampTo is not null)
            {
                item.Wrong("rampTo", "a phase either ramps or swings; leave out 'rampTo' or 'shape'");
            }

            if (amplitude > phase.Rate)
            {
                item.Wrong("amplitude", $"{amplitude} is more than the rate of {phase.Rate}; allowed: 0 to the rate, in requests per second");
            }

            phase = phase with
            {
                Amplitude = Math.Min(item.Required("amplitude", amplitude), phase.Rate),
                Period = item.Required("period", period),
            };
        }

        return phase;
    }
}
