using Conduit.Simulator.Reports;

namespace Conduit.Tests.Simulator.Reports;

public sealed class LagVerdictTests
{
    [Theory]
    [InlineData(0.1, 2, 5, 25)]
    [InlineData(0.5, 3, 5, 200)]
    [InlineData(0, 0, 0, 0)]
    public void Warning_where_lag_is_a_small_part_of_what_it_is_in_is_none(double lag50, double lag99, double latency50, double latency99)
        => Assert.Null(Of(lag50, lag99, latency50, latency99));

    [Theory]
    [InlineData(0.1, 3, 5, 25, "P99 3.00 ms, more than a tenth of the P99 latency of 25.0 ms")]
    [InlineData(1, 2, 5, 25, "P50 1.00 ms, more than a tenth of the P50 latency of 5.0 ms")]
    [InlineData(0.1, 0.3, 1.5, 2, "P99 0.30 ms, more than a tenth of the P99 latency of 2.0 ms")]
    public void Warning_where_lag_spoils_a_figure_names_it(double lag50, double lag99, double latency50, double latency99, string words)
        => Assert.Contains(words, Of(lag50, lag99, latency50, latency99), StringComparison.Ordinal);

    [Fact]
    public void Warning_of_a_run_without_requests_is_none()
        => Assert.Null(LagVerdict.Warning(new LagReport(null, null, null), new LatencyReport(null, null, null, null, null, null, null)));

    private static string? Of(double lag50, double lag99, double latency50, double latency99)
        => LagVerdict.Warning(new LagReport(lag50, lag99, lag99), new LatencyReport(latency50, latency50, latency99, latency99, latency99, latency99, latency99));
}
