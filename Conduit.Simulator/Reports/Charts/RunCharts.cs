using Conduit.Simulator.Load;
using Conduit.Simulator.Reports.Documents;
using Conduit.Simulator.Reports.Series;

namespace Conduit.Simulator.Reports.Charts;

/// <summary>The charts of one run: how long users waited, where they were sent, what they asked for and did not get.</summary>
internal static class RunCharts
{
    public static ChartPage Of(RunStory story)
    {
        var (report, plan, series, recorded, _) = story;
        return new ChartPage
        {
            Length = plan.Length.TotalSeconds,
            Round = plan.Round.TotalSeconds,
            Times = ChartTimes.Of(series),
            Bands = ScenarioMarks.Bands(plan),
            Phases = ScenarioMarks.Phases(plan),
            Charts = [Latency(series, recorded), Shares(report, series), Load(report, series), Failures(report, series)],
        };
    }

    private static ReportChart Latency(TimeSeries series, TimeSeries? recorded)
    {
        ChartSeries[] lines =
        [
            new("P50", "p50", SeriesMark.Line, [.. series.Points.Select(point => point.P50)]),
            new("P90", "p90", SeriesMark.Line, [.. series.Points.Select(point => point.P90)]),
            new("P99", "p99", SeriesMark.Line, [.. series.Points.Select(point => point.P99)]),
            .. Recorded(series, recorded),
            new("P99.9", "p999", SeriesMark.Dashed, [.. series.Points.Select(point => point.P999)]),
            new("max", "max", SeriesMark.Dotted, [.. series.Points.Select(point => point.Max)]),
        ];
        var log = ChartTimes.SpanMuch(lines);
        return new ReportChart
        {
            Id = "latency",
            Title = "Latency",
            Text = $"From the intended start of a request to the end of its answer, failed requests included, in steps of {ChartTimes.Step(series)}{(log ? "; the axis is logarithmic" : "")}.",
            Unit = ChartUnit.Milliseconds,
            Log = log,
            Series = lines,
        };
    }

    // Of one plan and so in the same steps; one of the two may have ended sooner.
    private static IEnumerable<ChartSeries> Recorded(TimeSeries series, TimeSeries? recorded)
        => recorded?.Points.Any(point => point.P99 is not null) == true
            ? [new("recorded P99", Palette.Ground, SeriesMark.Dashed, [.. series.Points.Select((_, i) => i < recorded.Points.Count ? recorded.Points[i].P99 : null)])]
            : [];

    private static ReportChart Shares(RunReport report, TimeSeries series)
    {
        var shares = series.Points.Any(point => point.Shares is not null) ? ShareSeries.Of(series, report) : [];
        return new ReportChart
        {
            Id = "shares",
            Title = shares is [{ Mark: SeriesMark.Line }, ..] ? "Share of upstreams with a fault" : "Share of each upstream",
            Text = (shares, report.Upstreams.Count) switch
            {
                ([], > ShareSeries.MostAreas) => "No upstream has a fault, and there are too many to tell apart here.",
                ([], _) => "No answer says which upstream it is from.",
                ([{ Mark: SeriesMark.Line }, ..], var all) => $"Of the answers, those from upstreams that a fault befalls; there are {Figures.Count(all)} in all.",
                _ => "Who answered, of the answers that say so.",
            },
            Unit = ChartUnit.Fraction,
            Series = shares,
        };
    }

    private static ReportChart Load(RunReport report, TimeSeries series) => new()
    {
        Id = "load",
        Title = "Requests per second",
        Text = $"What the scenario asked for, and what was sent and answered well; {Figures.Count(report.Requests)} requests in all.",
        Unit = ChartUnit.PerSecond,
        Series =
        [
            new("intended", "intended", SeriesMark.Dashed, [.. series.Points.Select(point => (double?)point.PerSecond(point.Intended))]),
            new("sent", "sent", SeriesMark.Line, [.. series.Points.Select(point => (double?)point.PerSecond(point.Requests))]),
            new("answered well", "done", SeriesMark.Line, [.. series.Points.Select(point => (double?)point.PerSecond(point.Success))]),
        ],
    };

    private static ReportChart Failures(RunReport report, TimeSeries series)
    {
        string[] kinds = [.. ClientOutcomes.All.Where(outcome => !outcome.IsSuccess()).Select(outcome => outcome.Key()).Where(report.Outcomes.ContainsKey)];
        return new ReportChart
        {
            Id = "failures",
            Title = "Failed requests per second, by kind",
            Text = kinds is []
                ? report.Requests == 0 ? "No request was sent." : $"None of {Figures.Count(report.Requests)} requests failed."
                : $"{Figures.Count(report.Requests - report.Success)} of {Figures.Count(report.Requests)} requests failed: {string.Join(", ", kinds.Select(kind => $"{Figures.Count(report.Outcomes[kind])} {kind}"))}.",
            Unit = ChartUnit.PerSecond,
            Series =
            [
                .. kinds.Select((kind, index) => new ChartSeries(
                    kind,
                    $"failure-{index + 1}",
                    SeriesMark.Bar,
                    [.. series.Points.Select(point => (double?)point.PerSecond(point.Failures.GetValueOrDefault(kind)))])),
            ],
        };
    }
}
