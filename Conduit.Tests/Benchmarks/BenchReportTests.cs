using Conduit.ProxyBench;
using Conduit.ProxyBench.Load;
using Conduit.ProxyBench.Peers;
using Conduit.ProxyBench.Reports;

namespace Conduit.Tests.Benchmarks;

public sealed class BenchReportTests
{
    [Fact]
    public void Section_replaces_its_own_text_and_no_other()
        => Assert.Equal(
            "before\n<!-- a -->\nnew\n<!-- /a -->\n<!-- a b -->\nkept\n<!-- /a b -->\n",
            ReportSection.Replace("before\n<!-- a -->\nold\n<!-- /a -->\n<!-- a b -->\nkept\n<!-- /a b -->\n", "a", "new"));

    [Fact]
    public void Section_that_is_not_there_goes_to_the_end()
        => Assert.Equal("before\n<!-- a -->\nnew\n<!-- /a -->\n", ReportSection.Replace("before\n", "a", "new"));

    [Fact]
    public void Raise_is_the_difference_within_rounds_and_the_ratio_that_of_medians()
    {
        var report = Scale([
            .. Rounds("2", PeerCatalog.StockYarp, 40, 44, 60), .. Rounds("2", PeerCatalog.Conduit, 40, 41, 42),
            .. Rounds("1000", PeerCatalog.StockYarp, 60, 64, 61), .. Rounds("1000", PeerCatalog.Conduit, 50, 51, 52),
        ]);

        Assert.Equal(0.5, report.RaiseOverStock());
        Assert.Contains("stock YARP 20.0 (1.0–20.0) µs, Conduit 10.0 (10.0–10.0) µs", report.ToMarkdown());
    }

    [Fact]
    public void Raise_has_no_ratio_where_stock_yarp_did_not_rise()
        => Assert.Null(Scale([
            .. Rounds("2", PeerCatalog.StockYarp, 40), .. Rounds("2", PeerCatalog.Conduit, 40),
            .. Rounds("1000", PeerCatalog.StockYarp, 39), .. Rounds("1000", PeerCatalog.Conduit, 50),
        ]).RaiseOverStock());

    [Fact]
    public void Half_load_is_half_of_stock_yarps_median_and_added_latency_is_above_directs()
    {
        List<Measurement> measured =
        [
            .. Rounds(Pace.Saturation.Name, PeerCatalog.StockYarp, 40, 40, 40),
            .. Rounds(Pace.Half.Name, PeerCatalog.Direct, 8),
            .. Rounds(Pace.Half.Name, PeerCatalog.StockYarp, 18),
            .. Rounds(Pace.Half.Name, PeerCatalog.Conduit, 13),
        ];

        Assert.Equal(500, HalfLoad.Rate(measured));
        // Latencies are ten and twenty times the cost, in microseconds.
        Assert.Contains(new HalfLoad(measured).Lines(), line => line.StartsWith("| Conduit | 0.130 (0.130–0.130) | 0.050 (0.050–0.050) | 0.50 | 0.260", StringComparison.Ordinal));
    }

    private static ScaleReport Scale(List<Measurement> measured) => new(
        new ScaleOptions { Asked = "make bench-proxy", Rounds = 1, Round = TimeSpan.FromSeconds(1), WarmUp = TimeSpan.Zero, Only = [], Upstreams = [], Connections = [], Bodies = [] },
        TimeProvider.System.GetUtcNow())
    {
        Upstreams = measured,
    };

    /// <summary>A measurement a round, of 1 000 requests a second that cost so many microseconds each.</summary>
    private static IEnumerable<Measurement> Rounds(string name, string peer, params int[] costs) => costs.Select((cost, round) => new Measurement
    {
        Peer = peer,
        Case = name,
        Round = round,
        Load = new LoadResult(1_000, 1_000, TimeSpan.FromMicroseconds(10 * cost), TimeSpan.FromMicroseconds(20 * cost), 0),
        Cpu = TimeSpan.FromMicroseconds(1_000 * cost),
        ResidentBytesBefore = 0,
        PeakResidentBytes = 0,
        ResidentBytes = 0,
        AllocatedBytes = null,
    });
}
