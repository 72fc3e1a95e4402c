using Conduit.Lab;
using Conduit.Simulator.Reports.Series;

namespace Conduit.Simulator.Reports.Charts;

/// <summary>The axes that charts have in common.</summary>
internal static class ChartTimes
{
    private const double Much = 20;

    /// <summary>The middle of each step, in seconds.</summary>
    public static IReadOnlyList<double> Of(TimeSeries series)
        => [.. series.Points.Select(point => Math.Round((point.From + point.To).TotalSeconds / 2, 6))];

    /// <summary>How wide a step is.</summary>
    public static string Step(TimeSeries series) => DurationText.Format(series.Width);

    /// <summary>Whether lines reach so far that a linear axis would press the lower ones flat.</summary>
    public static bool SpanMuch(IEnumerable<ChartSeries> lines)
    {
        double?[] values = [.. lines.SelectMany(line => line.Values).Where(value => value > 0)];
        return values.Max() > Much * values.Min();
    }
}
