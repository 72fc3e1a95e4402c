using Conduit.Simulator.Load;
using Conduit.Simulator.Runs;

namespace Conduit.Simulator.Reports.Series;

/// <summary>A run's figures over time. Immutable.</summary>
/// <param name="Width">From one point to the next.</param>
/// <param name="Upstreams">The upstreams whose shares are known.</param>
/// <param name="Points">One after another without a gap, from the run's start to as far as it got.</param>
internal sealed record TimeSeries(TimeSpan Width, IReadOnlyList<string> Upstreams, IReadOnlyList<SeriesPoint> Points)
{
    /// <summary>Makes the series of a run.</summary>
    /// <param name="measurements">What was measured of it.</param>
    /// <param name="workload">What was asked of it.</param>
    /// <param name="reached">How far it got.</param>
    public static TimeSeries Of(Measurements measurements, Workload workload, TimeSpan reached)
        => measurements.Read(view => Of(view.Steps, workload.Plan, workload.Settings.RateFactor, reached));

    /// <summary>Makes a series of what was measured.</summary>
    /// <param name="line">What was measured.</param>
    /// <param name="plan">What was on when, and so what was intended.</param>
    /// <param name="rateFactor">What its rates were multiplied by.</param>
    /// <param name="reached">How far the run got.</param>
    public static TimeSeries Of(StepTallies line, RunPlan plan, double rateFactor, TimeSpan reached)
    {
        string[] upstreams = [.. line.Upstreams.Order(StringComparer.Ordinal)];
        var intended = new IntendedRate(plan, rateFactor);
        // What remains of a run that was cut short within a step is a step too.
        var count = (int)Math.Ceiling(reached / line.Width);
        var none = new StepTally();
        var points = Enumerable.Range(0, count).Select(i =>
        {
            var step = i < line.Steps.Count ? line.Steps[i] : none;
            var from = line.Width * i;
            var to = TimeSpan.FromTicks(Math.Min((from + line.Width).Ticks, reached.Ticks));
            return new SeriesPoint
            {
                From = from,
                To = to,
                Intended = intended.Between(from, to),
                Requests = step.Requests,
                Success = step.Success,
                Failures = ClientOutcomes.All.Where(outcome => !outcome.IsSuccess() && step.Count(outcome) > 0).ToDictionary(outcome => outcome.Key(), step.Count, StringComparer.Ordinal),
                P50 = step.Percentile(50),
                P90 = step.Percentile(90),
                P99 = step.Percentile(99),
                P999 = step.Percentile(99.9),
                Max = step.Max,
                Shares = step.Routed == 0 ? null : upstreams.ToDictionary(name => name, name => line.Share(step, name) ?? 0, StringComparer.Ordinal),
            };
        });
        return new TimeSeries(line.Width, upstreams, [.. points]);
    }
}
