using Conduit.Lab;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Reports.Charts;

/// <summary>What of a scenario is marked in charts over its time.</summary>
internal static class ScenarioMarks
{
    private const int MostNames = 4;

    public static IReadOnlyList<ChartPhase> Phases(Scenario scenario)
        => [.. scenario.Phases.Select(phase => new ChartPhase(phase.Name, phase.Start.TotalSeconds, phase.End.TotalSeconds))];

    /// <summary>A band for each fault; those of one kind that begin and end together are one.</summary>
    public static IReadOnlyList<ChartBand> Bands(Scenario scenario) =>
    [
        .. scenario.Faults
            .GroupBy(fault => (fault.From, fault.To, fault.Fault.Kind))
            .OrderBy(group => group.Key.From)
            .Select(group => Band(scenario, [.. group])),
    ];

    private static ChartBand Band(Scenario scenario, IReadOnlyList<TimedFault> faults)
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
        return new ChartBand(label, text, faults[0].From.TotalSeconds, Math.Min(faults[0].To.TotalSeconds, scenario.Length.TotalSeconds));
    }
}
