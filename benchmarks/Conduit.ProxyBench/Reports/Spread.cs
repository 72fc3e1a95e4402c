namespace Conduit.ProxyBench.Reports;

/// <summary>Median and range of the rounds.</summary>
internal readonly record struct Spread(double Median, double Least, double Most)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0
            ? new(double.NaN, double.NaN, double.NaN)
            : new((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[0], sorted[^1]);
    }

    public string ToText(string format)
        => double.IsNaN(Median) ? "" : $"{Median.ToString(format)} ({Least.ToString(format)}–{Most.ToString(format)})";
}
