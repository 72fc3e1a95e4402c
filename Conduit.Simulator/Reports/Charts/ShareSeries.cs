using Conduit.Simulator.Reports.Series;

namespace Conduit.Simulator.Reports.Charts;

/// <summary>Where traffic went, as areas that make up the whole: of many upstreams only those in trouble and the busiest.</summary>
internal static class ShareSeries
{
    private const int MostAreas = 8;
    private const int MostFaulty = 4;

    /// <param name="series">The run over time.</param>
    /// <param name="report">Its report, which knows all upstreams.</param>
    public static IReadOnlyList<ChartSeries> Of(TimeSeries series, RunReport report)
    {
        var faulty = report.Faults.Select(fault => fault.On).ToHashSet(StringComparer.Ordinal);
        var groups = report.Upstreams.Count <= MostAreas
            ? report.Upstreams.Keys.Select(name => new ShareGroup(name, [name])).ToList()
            : Folded(series, report, faulty);
        var colours = Palette.Of(groups.Select(group => group.Name));
        var areas = groups.Select(group => new ChartSeries(group.Name, colours[group.Name], SeriesMark.Area, Values(series, group.Upstreams))).ToList();
        var rest = report.Upstreams.Count - groups.Sum(group => group.Upstreams.Count);
        if (rest > 0)
        {
            var shown = groups.SelectMany(group => group.Upstreams).ToList();
            areas.Add(new ChartSeries(
                $"{Figures.Count(rest)} more",
                Palette.Rest,
                SeriesMark.Area,
                [.. Values(series, shown).Select(share => share is { } part ? Math.Round(Math.Max(0, 1 - part), 6) : (double?)null)]));
        }

        return areas;
    }

    private static List<ShareGroup> Folded(TimeSeries series, RunReport report, HashSet<string> faulty)
    {
        string[] ill = [.. series.Upstreams.Where(faulty.Contains)];
        var groups = ill.Length <= MostFaulty
            ? ill.Select(name => new ShareGroup(name, [name])).ToList()
            : [new ShareGroup($"{ill.Length} with a fault", ill)];
        groups.AddRange(report.Upstreams
            .Where(upstream => !faulty.Contains(upstream.Key) && series.Upstreams.Contains(upstream.Key, StringComparer.Ordinal))
            .OrderByDescending(upstream => upstream.Value.Share)
            .ThenBy(upstream => upstream.Key, StringComparer.Ordinal)
            .Take(MostAreas - 1 - groups.Count)
            .Select(upstream => new ShareGroup(upstream.Key, [upstream.Key])));
        return groups;
    }

    private static IReadOnlyList<double?> Values(TimeSeries series, IReadOnlyList<string> upstreams)
        => [.. series.Points.Select(point => point.Shares is { } shares ? Math.Round(upstreams.Sum(shares.GetValueOrDefault), 6) : (double?)null)];

    private sealed record ShareGroup(string Name, IReadOnlyList<string> Upstreams);
}
