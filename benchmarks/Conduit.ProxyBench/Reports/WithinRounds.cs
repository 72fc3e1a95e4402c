namespace Conduit.ProxyBench.Reports;

/// <summary>Compares what was measured in the same rounds.</summary>
internal static class WithinRounds
{
    public static Spread Ratio(IEnumerable<Measurement> rows, IEnumerable<Measurement> others, Func<Measurement, double> value)
        => Spread.Of(Pairs(rows, others).Select(pair => value(pair.Row) / value(pair.Other)));

    public static Spread Difference(IEnumerable<Measurement> rows, IEnumerable<Measurement> others, Func<Measurement, double> value)
        => Spread.Of(Pairs(rows, others).Select(pair => value(pair.Row) - value(pair.Other)));

    private static IEnumerable<(Measurement Row, Measurement Other)> Pairs(IEnumerable<Measurement> rows, IEnumerable<Measurement> others)
        => rows.Join(others, row => row.Round, other => other.Round, (row, other) => (row, other));
}
