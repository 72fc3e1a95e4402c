using System.Text;
using Conduit.ProxyBench.Load;
using Conduit.ProxyBench.Peers;

namespace Conduit.ProxyBench.Reports;

/// <summary>A comparison as tables: medians with their ranges, and ratios to stock YARP within each round.</summary>
internal sealed class BenchReport
{
    private readonly BenchOptions _options;
    private readonly IReadOnlyList<Measurement> _measurements;
    private readonly IReadOnlyList<Steal> _steals;
    private readonly DateTimeOffset _at;

    /// <param name="options">What was asked for.</param>
    /// <param name="measurements">All of them.</param>
    /// <param name="steals">What was taken of the cores before each round.</param>
    /// <param name="at">When it was.</param>
    public BenchReport(BenchOptions options, IReadOnlyList<Measurement> measurements, IReadOnlyList<Steal> steals, DateTimeOffset at)
    {
        _options = options;
        _measurements = measurements;
        _steals = steals;
        _at = at;
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder()
            .AppendLine($"{Machine.Description}; {_at:yyyy-MM-dd}.")
            .AppendLine($"`{_options.Asked}`: {_options.Rounds} interleaved rounds of {_options.Round.TotalSeconds:0.#} s, HTTP/1.1 kept alive, {_options.Connections} connections, bodies of 128 bytes.")
            .AppendLine("Medians (least–most); the ratios are to stock YARP in the same round.")
            .AppendLine(
                $"Before each round all cores were asked for at once: somebody else had {Spread.Of(_steals.Select(steal => 100 * steal.Share)).ToText("F0")} % of that time, "
                + $"up to {_steals.Max(steal => steal.Longest).TotalMilliseconds:0.#} ms at a stretch. What a hypervisor takes without telling is charged to whoever runs.");
        foreach (var pace in _options.Paces)
        {
            var rate = pace == Pace.Half ? HalfLoad.Rate(_measurements) : pace.Rate;
            var load = LoadSource.For(rate, _options.Connections, TimeProvider.System).Name;
            var title = pace == Pace.Saturation ? "At saturation" : pace == Pace.Half ? $"At half of stock YARP's saturation, {rate} requests/s" : $"At {rate} requests/s";
            text.AppendLine().AppendLine($"{title} (load by {load}):").AppendLine();
            foreach (var line in pace == Pace.Half ? new HalfLoad(_measurements).Lines() : Table(pace))
            {
                text.AppendLine(line);
            }
        }

        return text.ToString().TrimEnd();
    }

    private IEnumerable<string> Table(Pace pace)
    {
        var all = _measurements.Where(row => row.Case == pace.Name).ToList();
        var stock = all.FindAll(row => row.Peer == PeerCatalog.StockYarp);
        return
        [
            "| | requests/s | P50 ms | P99 ms | CPU µs/request | ratio | resident MiB | ratio | B allocated/request | errors |",
            "|---|---|---|---|---|---|---|---|---|---|",
            .. all.GroupBy(row => row.Peer).Select(rows => Row(rows.Key, [.. rows], stock)),
        ];
    }

    private static string Row(string peer, List<Measurement> rows, List<Measurement> stock)
        => $"| {peer} | {Spread.Of(rows.Select(row => row.Load.PerSecond)).ToText("F0")} | {Spread.Of(rows.Select(row => row.Load.P50.TotalMilliseconds)).ToText("F2")} "
            + $"| {Spread.Of(rows.Select(row => row.Load.P99.TotalMilliseconds)).ToText("F2")} | {Spread.Of(rows.Select(row => row.CpuMicroseconds)).ToText("F1")} "
            + $"| {WithinRounds.Ratio(rows, stock, row => row.CpuMicroseconds).ToText("F2")} | {Spread.Of(rows.Select(row => row.ResidentMiB)).ToText("F0")} "
            + $"| {WithinRounds.Ratio(rows, stock, row => row.ResidentMiB).ToText("F2")} "
            + $"| {Spread.Of(rows.Select(row => row.AllocatedPerRequest).OfType<double>()).ToText("F0")} | {rows.Sum(row => row.Load.Errors)} |";
}
