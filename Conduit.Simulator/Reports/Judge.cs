using System.Globalization;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Reports;

/// <summary>Holds a report against what its scenario expects.</summary>
internal static class Judge
{
    /// <summary>One verdict for each expectation, in the file's order; none is met or missed by a run that did not reach its end.</summary>
    public static IReadOnlyList<ExpectationReport> All(Scenario scenario, RunReport report)
        => [.. scenario.Expectations.Select(expectation => One(expectation, report))];

    private static ExpectationReport One(Expectation expectation, RunReport report)
    {
        var actual = Actual(expectation, report);
        bool? met = report.Complete
            // What is unknown or was never reached has not been shown to hold.
            ? actual is { } value && expectation.Comparison.Holds(value, expectation.Bound)
            : null;
        return new ExpectationReport(expectation.Name, expectation.Wanted, Text(expectation.Metric, actual), met);
    }

    private static double? Actual(Expectation expectation, RunReport report)
    {
        SectionReport section = expectation.Scope switch
        {
            ExpectationScope.Phase => report.Phases.Single(phase => phase.Name == expectation.ScopeName),
            ExpectationScope.Fault => report.Faults.Single(fault => fault.Name == expectation.ScopeName),
            _ => report,
        };
        return expectation.Metric switch
        {
            ExpectedMetric.Success => section.SuccessRate,
            ExpectedMetric.Mean => section.LatencyMs.Mean,
            ExpectedMetric.P50 => section.LatencyMs.P50,
            ExpectedMetric.P90 => section.LatencyMs.P90,
            ExpectedMetric.P95 => section.LatencyMs.P95,
            ExpectedMetric.P99 => section.LatencyMs.P99,
            ExpectedMetric.P999 => section.LatencyMs.P999,
            ExpectedMetric.Max => section.LatencyMs.Max,
            ExpectedMetric.Share => section.Upstreams.GetValueOrDefault(expectation.Upstream!)?.Share,
            ExpectedMetric.ShiftWithin => (section as FaultReport)?.ShiftMs,
            ExpectedMetric.RecoverWithin => (section as FaultReport)?.RecoverMs,
            _ => throw new ArgumentOutOfRangeException(nameof(expectation), expectation.Metric, "no such metric"),
        };
    }

    private static string? Text(ExpectedMetric metric, double? actual) => actual is not { } value
        ? null
        : metric.IsFraction()
            ? string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.####}%")
            : string.Create(CultureInfo.InvariantCulture, $"{value:0.###}ms");
}
