using Conduit.Lab;
using Conduit.Simulator.Load;

namespace Conduit.Simulator.Reports.Charts;

/// <summary>What of a scenario is marked in charts over a run's time, round after round.</summary>
internal static class ScenarioMarks
{
    private const int MostNames = 4;

    public static IReadOnlyList<ChartPhase> Phases(RunPlan plan) =>
    [
        .. plan.Scenario.Phases
            .SelectMany(phase => plan.Spans(phase.Start, phase.End).Select(span => new ChartPhase(phase.Name, span.From.TotalSeconds, span.To.TotalSeconds)))
            .OrderBy(phase => phase.From),
    ];

    /// <summary>A band for each fault in each round; those of one kind that begin and end together are one.</summary>
    public static IReadOnlyList<ChartBand> Bands(RunPlan plan) =>
    [
        .. plan.Scenario.Faults
            .GroupBy(fault => (fault.From, fault.To, fault.Fault.Kind))
            .OrderBy(group => group.Key.From)
            .SelectMany((group, index) => Bands(plan, index + 1, [.. group]))
            .OrderBy(band => band.From),
    ];

    private static IEnumerable<ChartBand> Bands(RunPlan plan, int number, IReadOnlyList<TimedFault> faults)
    {
        var kind = FaultKinds.Name(faults[0].Fault.Kind);
        var on = string.Join(", ", faults.Take(MostNames).Select(fault => fault.Fault.On));
        var (label, where) = faults.Count switch
        {
            1 => (faults[0].Fault.Name, on),
            <= MostNames => ($"{kind} on {faults.Count}", on),
            _ => ($"{kind} on {faults.Count}", $"{on} and {faults.Count - MostNames} more"),
        };
        var text = faults.Count == 1 ? $"{label}: {kind} on {where}" : $"{kind} on {where}";
        return plan.Spans(faults[0].From, faults[0].To).Select(span => new ChartBand(number, label, text, span.From.TotalSeconds, span.To.TotalSeconds));
    }
}
