using Conduit.ProxyBench.Peers;

namespace Conduit.ProxyBench.Reports;

/// <summary>Latency that a proxy adds where all are driven at half of what stock YARP lets through.</summary>
internal sealed class HalfLoad
{
    private const int Step = 100;

    // Down to the microsecond: what is added is a few dozen of them.
    private const string Format = "F3";

    private readonly IReadOnlyList<Measurement> _measurements;
    private readonly List<Measurement> _direct;
    private readonly List<Measurement> _stock;

    public HalfLoad(IReadOnlyList<Measurement> measurements)
    {
        _measurements = measurements;
        _direct = Of(PeerCatalog.Direct);
        _stock = Of(PeerCatalog.StockYarp);
    }

    /// <summary>Requests a second, from the rounds at saturation; in whole hundreds.</summary>
    public static int Rate(IEnumerable<Measurement> measurements)
    {
        var saturation = Spread.Of(measurements.Where(row => row.Case == Pace.Saturation.Name && row.Peer == PeerCatalog.StockYarp).Select(row => row.Load.PerSecond)).Median;
        return Math.Max(Step, (int)(saturation / 2 / Step) * Step);
    }

    public IEnumerable<string> Lines()
    {
        yield return "| | P50 ms | added P50 ms | over stock YARP's | P99 ms | added P99 ms | over stock YARP's | CPU µs/request | sent late P50 ms | sent late P99 ms | errors |";
        yield return "|---|---|---|---|---|---|---|---|---|---|---|";
        foreach (var peer in _measurements.Where(row => row.Case == Pace.Half.Name).Select(row => row.Peer).Distinct())
        {
            var rows = Of(peer);
            yield return $"| {peer} | {Latency(rows, P50)} | {Added(peer, rows, P50)} | {Latency(rows, P99)} | {Added(peer, rows, P99)} "
                + $"| {Spread.Of(rows.Select(row => row.CpuMicroseconds)).ToText("F1")} | {Latency(rows, row => row.Load.LateP50.TotalMilliseconds)} "
                + $"| {Latency(rows, row => row.Load.LateP99.TotalMilliseconds)} | {rows.Sum(row => row.Load.Errors)} |";
        }

        yield return "";
        yield return "Added: above direct's in the same round; over stock YARP's: the medians divided. Latency counts from the moment a request was due. "
            + "The sender shares the machine with what it measures: how late it was by itself, a connection being free, is part of every latency, direct's too; what is added and smaller than that says little.";
    }

    private static double P50(Measurement row) => row.Load.P50.TotalMilliseconds;

    private static double P99(Measurement row) => row.Load.P99.TotalMilliseconds;

    private static string Latency(List<Measurement> rows, Func<Measurement, double> value) => Spread.Of(rows.Select(value)).ToText(Format);

    private string Added(string peer, List<Measurement> rows, Func<Measurement, double> value)
    {
        if (peer == PeerCatalog.Direct)
        {
            return " | ";
        }

        var added = WithinRounds.Difference(rows, _direct, value);
        var stock = WithinRounds.Difference(_stock, _direct, value).Median;
        // Below nothing there is no ratio.
        return $"{added.ToText(Format)} | {(stock > 0 ? (added.Median / stock).ToString("F2") : "")}";
    }

    private List<Measurement> Of(string peer) => [.. _measurements.Where(row => row.Case == Pace.Half.Name && row.Peer == peer)];
}
