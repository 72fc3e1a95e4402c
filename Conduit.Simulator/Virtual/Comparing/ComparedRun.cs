using Conduit.Simulator.Reports;

namespace Conduit.Simulator.Virtual.Comparing;

/// <summary>What a comparison keeps of one run.</summary>
/// <param name="Figures">Its figures, but for the regret.</param>
/// <param name="CostMs">Mean latency, a failed request counting as the client's whole timeout; null without requests.</param>
internal sealed record ComparedRun(ComparisonFigures Figures, double? CostMs)
{
    public static ComparedRun Of(VirtualResult result)
        => new(ComparisonFigures.Of(VirtualReport.Of(result)), result.Measurements.Read(view => view.Whole.MeanCost(result.Scenario.Client.Timeout)));

    /// <summary>The figures with the regret against a reference under the same seed.</summary>
    public ComparisonFigures Against(ComparedRun reference)
        => Figures with { RegretMs = CostMs is { } cost && reference.CostMs is { } least ? Math.Round(cost - least, 6) : null };
}
