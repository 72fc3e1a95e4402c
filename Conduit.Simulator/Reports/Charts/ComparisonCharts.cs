using Conduit.Simulator.Load;
using Conduit.Simulator.Reports.Series;
using Conduit.Simulator.Virtual.Proxies;

namespace Conduit.Simulator.Reports.Charts;

/// <summary>The charts of a comparison: a line for each row of its table.</summary>
internal static class ComparisonCharts
{
    /// <param name="report">The comparison.</param>
    /// <param name="plan">What was on when.</param>
    /// <param name="rows">Each row's figures over time, all in the same steps.</param>
    public static ChartPage Of(ComparisonReport report, RunPlan plan, IReadOnlyList<NamedSeries> rows)
    {
        var steps = rows.MaxBy(row => row.Series.Points.Count)!.Series;
        return new ChartPage
        {
            Length = plan.Length.TotalSeconds,
            Round = plan.Round.TotalSeconds,
            Times = ChartTimes.Of(steps),
            Bands = ScenarioMarks.Bands(plan),
            Phases = ScenarioMarks.Phases(plan),
            Charts =
            [
                Latency("p99", "P99 latency", rows, steps, point => point.P99),
                Latency("p50", "P50 latency", rows, steps, point => point.P50),
                .. report.FaultyUpstream is { } faulty ? [Share(faulty, report, rows)] : (ReportChart[])[],
                Failures(rows),
            ],
        };
    }

    private static ReportChart Latency(string id, string title, IReadOnlyList<NamedSeries> rows, TimeSeries steps, Func<SeriesPoint, double?> figure)
    {
        var lines = Lines(rows, figure);
        var log = ChartTimes.SpanMuch(lines);
        return new ReportChart
        {
            Id = id,
            Title = title,
            Text = $"From the intended start of a request to the end of its answer, failed requests included, in steps of {ChartTimes.Step(steps)}{(log ? "; the axis is logarithmic" : "")}.",
            Unit = ChartUnit.Milliseconds,
            Log = log,
            Series = lines,
        };
    }

    private static ReportChart Share(string faulty, ComparisonReport report, IReadOnlyList<NamedSeries> rows) => new()
    {
        Id = "share",
        Title = $"Share of {faulty}",
        Text = $"The part of the answers that came from {faulty}, which {report.Fault} befalls.",
        Unit = ChartUnit.Fraction,
        Series = Lines(rows, point => point.Shares is { } shares ? Math.Round(shares.GetValueOrDefault(faulty), 6) : null),
    };

    private static ReportChart Failures(IReadOnlyList<NamedSeries> rows)
    {
        NamedSeries[] failed = [.. rows.Where(row => row.Series.Points.Any(point => point.Success < point.Requests))];
        string[] spotless = [.. rows.Except(failed).Select(row => row.Name)];
        return new ReportChart
        {
            Id = "failures",
            Title = "Failed requests",
            Text = failed is [] ? "No request failed with any of them."
                : spotless is [] ? "The part of the requests that failed."
                : $"The part of the requests that failed. None did with {string.Join(", ", spotless)}.",
            Unit = ChartUnit.Fraction,
            Series = failed is [] ? [] : Lines(rows, point => point.Requests == 0 ? null : Math.Round((point.Requests - point.Success) / (double)point.Requests, 6)),
        };
    }

    private static IReadOnlyList<ChartSeries> Lines(IReadOnlyList<NamedSeries> rows, Func<SeriesPoint, double?> figure)
        => [.. rows.Select((row, index) =>
        {
            // No real proxy can be Oracle: it is the ground the others stand on.
            var (colour, mark) = row.Name == OraclePolicy.Name ? (Palette.Ground, SeriesMark.Dashed) : (Palette.Colour(index), SeriesMark.Line);
            return new ChartSeries(row.Name, colour, mark, [.. row.Series.Points.Select(figure)]);
        })];
}
