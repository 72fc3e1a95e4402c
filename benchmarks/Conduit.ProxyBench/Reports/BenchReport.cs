using System.Text;
using Conduit.ProxyBench.Load;
using Conduit.ProxyBench.Peers;

namespace Conduit.ProxyBench.Reports;

/// <summary>The measurements as tables: medians with their ranges, and ratios to stock YARP within each round.</summary>
internal sealed class BenchReport
{
    private const string Begin = "<!-- bench-proxy -->";
    private const string End = "<!-- /bench-proxy -->";

    private readonly BenchOptions _options;
    private readonly List<Measurement> _measurements;
    private readonly DateTimeOffset _at;

    public BenchReport(BenchOptions options, List<Measurement> measurements, DateTimeOffset at)
    {
        _options = options;
        _measurements = measurements;
        _at = at;
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder()
            .AppendLine($"{Machine.Description}; {_at:yyyy-MM-dd}.")
            .AppendLine($"`make bench-proxy BENCH=\"--rounds {_options.Rounds} --seconds {_options.Round.TotalSeconds:0.#} --warm-up {_options.WarmUp.TotalSeconds:0.#}\"`: {_options.Rounds} interleaved rounds of {_options.Round.TotalSeconds:0.#} s, HTTP/1.1 kept alive, {_options.Connections} connections, bodies of 128 bytes.")
            .AppendLine("Medians (least–most); the ratios are to stock YARP in the same round.");
        foreach (var rate in _options.Rates)
        {
            var load = LoadSource.For(rate, _options.Connections, TimeProvider.System).Name;
            text.AppendLine()
                .AppendLine(rate == 0 ? $"At saturation (load by {load}):" : $"At {rate} requests/s (load by {load}):")
                .AppendLine()
                .AppendLine("| | requests/s | P50 ms | P99 ms | CPU µs/request | ratio | resident MiB | ratio | B allocated/request | errors |")
                .AppendLine("|---|---|---|---|---|---|---|---|---|---|");
            foreach (var rows in _measurements.Where(row => row.Rate == rate).GroupBy(row => row.Peer))
            {
                text.AppendLine(Row(rows.Key, [.. rows]));
            }
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>Puts the tables in place of those the file has, or at its end.</summary>
    public async Task WriteAsync(FileInfo file)
    {
        var old = file.Exists ? await File.ReadAllTextAsync(file.FullName) : "";
        var begin = old.IndexOf(Begin, StringComparison.Ordinal);
        var end = old.IndexOf(End, StringComparison.Ordinal);
        var (before, after) = begin >= 0 && end > begin ? (old[..begin], old[(end + End.Length)..]) : (old, "\n");
        await File.WriteAllTextAsync(file.FullName, $"{before}{Begin}\n{ToMarkdown()}\n{End}{after}");
    }

    private string Row(string peer, List<Measurement> rows)
        => $"| {peer} | {Spread.Of(rows.Select(row => row.Load.PerSecond)).ToText("F0")} | {Spread.Of(rows.Select(row => row.Load.P50.TotalMilliseconds)).ToText("F2")} "
            + $"| {Spread.Of(rows.Select(row => row.Load.P99.TotalMilliseconds)).ToText("F2")} | {Spread.Of(rows.Select(row => row.CpuMicroseconds)).ToText("F1")} "
            + $"| {Ratio(rows, row => row.CpuMicroseconds)} | {Spread.Of(rows.Select(row => row.ResidentMiB)).ToText("F0")} | {Ratio(rows, row => row.ResidentMiB)} "
            + $"| {Spread.Of(rows.Select(row => row.AllocatedPerRequest).OfType<double>()).ToText("F0")} | {rows.Sum(row => row.Load.Errors)} |";

    private string Ratio(List<Measurement> rows, Func<Measurement, double> value)
        => Spread.Of(
            from row in rows
            from stock in _measurements
            where stock.Peer == PeerCatalog.StockYarp && stock.Rate == row.Rate && stock.Round == row.Round
            select value(row) / value(stock)).ToText("F2");
}
