using System.Text;
using Conduit.ProxyBench.Load;
using Conduit.ProxyBench.Peers;

namespace Conduit.ProxyBench.Reports;

/// <summary>What grew as tables: medians with their ranges, ratios to stock YARP and to the peer's own smallest size within each round.</summary>
internal sealed class ScaleReport
{
    private const double Mebi = 1024 * 1024;

    private readonly ScaleOptions _options;
    private readonly DateTimeOffset _at;

    public ScaleReport(ScaleOptions options, DateTimeOffset at)
    {
        _options = options;
        _at = at;
    }

    public IReadOnlyList<Measurement> Upstreams { get; set; } = [];

    public IReadOnlyList<Measurement> Connections { get; set; } = [];

    public IReadOnlyList<Measurement> Bodies { get; set; } = [];

    public string ToMarkdown()
    {
        var text = new StringBuilder()
            .AppendLine($"{Machine.Description}; {_at:yyyy-MM-dd}.")
            .AppendLine($"`{_options.Asked}`: {_options.Rounds} interleaved rounds of {_options.Round.TotalSeconds:0.#} s at saturation, HTTP/1.1 kept alive.")
            .AppendLine("Medians (least–most); the first ratio is to stock YARP, the second to the same proxy's smallest size, in the same round.");
        var wrk = LoadSource.For(0, ScaleCases.UsualConnections, TimeProvider.System).Name;
        Append(text, $"Upstreams in the pool ({ScaleCases.UsualConnections} connections, load by {wrk}):", Growth(Upstreams));
        Append(text, null, Raise());
        Append(text, $"Clients' connections, which take turns with at most {ScaleCases.UsualConnections} requests under way (2 upstreams, load by own closed loop):", Growth(Connections));
        Append(text, $"Bodies of answers (down) and of requests (up), streamed over {ScaleCases.BodyConnections} connections (2 upstreams, load by own closed loop):", OfBodies());
        return text.ToString().TrimEnd();
    }

    /// <summary>What the step from the smallest pool to the largest adds to a request at ours, for each that it adds at stock YARP; null where it adds nothing there.</summary>
    public double? RaiseOverStock()
        => Raise(PeerCatalog.StockYarp).Median is > 0 and var stock ? Raise(PeerCatalog.Conduit).Median / stock : null;

    private IEnumerable<string> Raise()
    {
        if (Upstreams.Count == 0 || Upstreams[0].Case == Upstreams[^1].Case)
        {
            yield break;
        }

        yield return $"From {Upstreams[0].Case} to {Upstreams[^1].Case} a request costs more by: "
            + $"{string.Join(", ", Upstreams.Select(row => row.Peer).Distinct().Select(peer => $"{peer} {Raise(peer).ToText("F1")} µs"))}. "
            + $"Conduit's raise over stock YARP's: {RaiseOverStock()?.ToString("F2") ?? "none, since stock YARP's did not rise"}, "
            + "the medians divided: within a single round a raise near nothing makes a ratio that says nothing.";
    }

    private Spread Raise(string peer)
        => WithinRounds.Difference(Of(Upstreams, Upstreams[^1].Case, peer), Of(Upstreams, Upstreams[0].Case, peer), row => row.CpuMicroseconds);

    private static IEnumerable<string> Growth(IReadOnlyList<Measurement> measurements)
        => measurements.Count == 0
            ? []
            :
            [
                "| | | requests/s | P50 ms | P99 ms | CPU µs/request | ratio | growth | resident MiB | ratio | errors |",
                "|---|---|---|---|---|---|---|---|---|---|---|",
                .. Rows(measurements).Select(rows =>
                    $"| {rows.Case} | {rows.Peer} | {Spread.Of(rows.Of.Select(row => row.Load.PerSecond)).ToText("F0")} | {Spread.Of(rows.Of.Select(row => row.Load.P50.TotalMilliseconds)).ToText("F2")} "
                    + $"| {Spread.Of(rows.Of.Select(row => row.Load.P99.TotalMilliseconds)).ToText("F2")} | {Spread.Of(rows.Of.Select(row => row.CpuMicroseconds)).ToText("F1")} "
                    + $"| {WithinRounds.Ratio(rows.Of, rows.Stock, row => row.CpuMicroseconds).ToText("F2")} | {WithinRounds.Ratio(rows.Of, Of(measurements, measurements[0].Case, rows.Peer), row => row.CpuMicroseconds).ToText("F2")} "
                    + $"| {Spread.Of(rows.Of.Select(row => row.ResidentMiB)).ToText("F0")} | {WithinRounds.Ratio(rows.Of, rows.Stock, row => row.ResidentMiB).ToText("F2")} | {rows.Of.Sum(row => row.Load.Errors)} |"),
            ];

    private IEnumerable<string> OfBodies()
        => Bodies.Count == 0
            ? []
            :
            [
                "| | | requests/s | MiB/s | CPU µs/request | CPU µs/MiB | ratio | resident MiB before | most | grown by | errors |",
                "|---|---|---|---|---|---|---|---|---|---|---|",
                .. Rows(Bodies).Select(rows =>
                    $"| {rows.Case} | {rows.Peer} | {Spread.Of(rows.Of.Select(row => row.Load.PerSecond)).ToText("F0")} | {PerMiB(rows, (row, size) => row.Load.PerSecond * size)} "
                    + $"| {Spread.Of(rows.Of.Select(row => row.CpuMicroseconds)).ToText("F1")} | {PerMiB(rows, (row, size) => row.CpuMicroseconds / size)} "
                    + $"| {WithinRounds.Ratio(rows.Of, rows.Stock, row => row.CpuMicroseconds).ToText("F2")} | {Spread.Of(rows.Of.Select(row => row.ResidentMiBBefore)).ToText("F0")} "
                    + $"| {Spread.Of(rows.Of.Select(row => row.PeakResidentMiB)).ToText("F0")} | {Spread.Of(rows.Of.Select(row => Math.Max(0, row.PeakResidentMiB - row.ResidentMiBBefore))).ToText("F0")} | {rows.Of.Sum(row => row.Load.Errors)} |"),
            ];

    /// <summary>Of sizes worth it.</summary>
    private string PerMiB((string Case, string Peer, List<Measurement> Of, List<Measurement> Stock) rows, Func<Measurement, double, double> value)
    {
        var bytes = _options.Bodies.First(bytes => rows.Case == ScaleCases.Download(bytes) || rows.Case == ScaleCases.Upload(bytes));
        return bytes < Mebi ? "" : Spread.Of(rows.Of.Select(row => value(row, bytes / Mebi))).ToText("F0");
    }

    private static IEnumerable<(string Case, string Peer, List<Measurement> Of, List<Measurement> Stock)> Rows(IReadOnlyList<Measurement> measurements)
        => measurements.GroupBy(row => (row.Case, row.Peer))
            .Select(rows => (rows.Key.Case, rows.Key.Peer, rows.ToList(), Of(measurements, rows.Key.Case, PeerCatalog.StockYarp)));

    private static List<Measurement> Of(IReadOnlyList<Measurement> measurements, string name, string peer)
        => [.. measurements.Where(row => row.Case == name && row.Peer == peer)];

    private static void Append(StringBuilder text, string? title, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        if (all.Count == 0)
        {
            return;
        }

        text.AppendLine();
        if (title is not null)
        {
            text.AppendLine(title).AppendLine();
        }

        all.ForEach(line => text.AppendLine(line));
    }
}
