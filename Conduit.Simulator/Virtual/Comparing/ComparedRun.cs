using Conduit.Simulator.Reports;

namespace Conduit.Simulator.Virtual.Comparing;

/// <summary>What a comparison keeps of one run.</summary>
/// <param name="Figures">Its figures, but for the regret.</param>
/// <param name="CostMs">Mean latency, a failed request counting as the client's whole timeout; null without requests.</param>
internal sealed record ComparedRun(ComparisonFigures Figures, double? CostMs)
{
    public static ComparedRun Of(VirtualResult result)
    {
        var report = VirtualReport.Of(result);
        var fault = report.Faults.MinBy(fault => fault.AtMs);
        var figures = new ComparisonFigures
        {
            SuccessRate = report.SuccessRate,
            MeanMs = report.LatencyMs.Mean,
            P50Ms = report.LatencyMs.P50,
            P99Ms = report.LatencyMs.P99,
            P999Ms = report.LatencyMs.P999,
            AttemptsPerRequest = report.Requests == 0 ? null : (double)report.Attempts! / report.Requests,
            FaultyShare = fault?.Upstreams.GetValueOrDefault(fault.On)?.Share,
            ShiftMs = fault?.ShiftMs,
            Shifted = fault?.ShiftMs is null ? 0 : 1,
            RecoverMs = fault?.RecoverMs,
            Recovered = fault?.RecoverMs is null ? 0 : 1,
            Met = report.Expectations.Count(expectation => expectation.Met == true),
            Expected = report.Expectations.Count,
        };
        return new(figures, result.Measurements.Read(view => view.Whole.MeanCost(result.Scenario.Client.Timeout)));
    }

    /// <summary>The figures with the regret against a reference under the same seed.</summary>
    public ComparisonFigures Against(ComparedRun reference)
        => Figures with { RegretMs = CostMs is { } cost && reference.CostMs is { } least ? Math.Round(cost - least, 6) : null };
}
