using Conduit.Simulator.Reports.Series;

namespace Conduit.Simulator.Reports.Charts;

/// <summary>Where traffic went: as areas that make up the whole, or, among more upstreams than can be told apart, as lines of those in trouble.</summary>
internal static class ShareSeries
{
    /// <summary>More would be slivers.</summary>
    public const int MostAreas = 8;

    private const int MostFaulty = 4;

    /// <param name="series">The run over time.</param>
    /// <param name="report">Its report, which knows all upstreams.</param>
    public static IReadOnlyList<ChartSeries> Of(TimeSeries series, RunReport report)
        => report.Upstreams.Count <= MostAreas ? Areas(series, report) : Lines(series, report);

    private static ChartSeries[] Areas(TimeSeries series, RunReport report)
    {
        var colours = Palette.Of(report.Upstreams.Keys);
        return [.. report.Upstreams.Keys.Select(name => new ChartSeries(name, colours[name], SeriesMark.Area, Values(series, [name])))];
    }

    private static IReadOnlyList<ChartSeries> Lines(TimeSeries series, RunReport report)
    {
        string[] faulty = [.. report.Faults.Select(fault => fault.On).Distinct(StringComparer.Ordinal)];
        if (faulty is [])
        {
            return [];
        }

        (string Name, string[] Upstreams)[] groups = faulty.Length <= MostFaulty
            ? [.. faulty.Select(name => (name, new[] { name }))]
            : [($"the {faulty.Length} with a fault", faulty)];
        var colours = Palette.Of(groups.Select(group => group.Name));
        var even = groups[0].Upstreams.Length / (double)report.Upstreams.Count;
        return
        [
            .. groups.Select(group => new ChartSeries(group.Name, colours[group.Name], SeriesMark.Line, Values(series, group.Upstreams))),
            new ChartSeries("an even share", Palette.Ground, SeriesMark.Dashed, [.. series.Points.Select(_ => (double?)even)]),
        ];
    }

    private static IReadOnlyList<double?> Values(TimeSeries series, IReadOnlyList<string> upstreams)
        => [.. series.Points.Select(point => point.Shares is { } shares ? Math.Round(upstreams.Sum(shares.GetValueOrDefault), 6) : (double?)null)];
}
