using Conduit.Simulator.Runs;

namespace Conduit.Tests.Simulator.Runs;

public sealed class ShareWatchTests
{
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan End = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RunEnd = TimeSpan.FromSeconds(45);

    [Fact]
    public void Shift_where_traffic_leaves_at_once_is_zero()
        => Assert.Equal(TimeSpan.Zero, Watch(second => second is >= 10 and < 30 ? 0 : 0.5).Shift(RunEnd));

    [Theory]
    [InlineData(0.25, 250)]
    [InlineData(1, 1_000)]
    [InlineData(3.5, 3_500)]
    // Within a window, the window that still has the upstream in it does not count.
    [InlineData(1.1, 1_250)]
    public void Shift_where_traffic_leaves_later_counts_to_the_first_calm_second(double after, double milliseconds)
        => Assert.Equal(milliseconds, Watch(second => second < 10 + after || second >= 30 ? 0.5 : 0).Shift(RunEnd)!.Value.TotalMilliseconds);

    [Fact]
    public void Shift_where_the_upstream_keeps_more_than_its_limit_is_not_reached()
        => Assert.Null(Watch(second => second is >= 10 and < 30 ? 0.06 : 0.5).Shift(RunEnd));

    [Fact]
    public void Shift_where_the_upstream_keeps_less_than_its_limit_is_reached()
        => Assert.Equal(TimeSpan.Zero, Watch(second => second is >= 10 and < 30 ? 0.04 : 0.5).Shift(RunEnd));

    [Fact]
    public void Shift_of_a_small_upstream_asks_for_a_fifth_of_its_share_before()
    {
        Assert.Null(Watch(second => second is >= 10 and < 30 ? 0.03 : 0.1).Shift(RunEnd));
        Assert.Equal(TimeSpan.Zero, Watch(second => second is >= 10 and < 30 ? 0.01 : 0.1).Shift(RunEnd));
    }

    [Fact]
    public void Shift_where_traffic_returns_within_the_second_waits_for_a_whole_one()
        => Assert.Equal(2_250, Watch(second => second is >= 10 and < 11 or >= 11.75 and < 12.25 or >= 30 or < 10 ? 0.5 : 0).Shift(RunEnd)!.Value.TotalMilliseconds);

    [Fact]
    public void Shift_at_a_low_rate_widens_windows_to_a_hundred_requests()
    {
        // 20 requests a second: a window is 5 s wide, so the last one with the upstream in it begins 5 s before it leaves.
        var watch = Watch(second => second < 13 || second >= 30 ? 0.5 : 0, rate: 20);

        Assert.InRange(watch.Shift(RunEnd)!.Value.TotalSeconds, 2, 3);
    }

    [Fact]
    public void Shift_with_too_few_requests_in_the_fault_is_unknown()
        => Assert.Null(Watch(second => second is >= 10 and < 30 ? 0 : 0.5, rate: 4).Shift(RunEnd));

    [Fact]
    public void Shift_with_nothing_sent_before_the_fault_is_unknown()
    {
        var watch = new ShareWatch("alpha", TimeSpan.Zero, End);
        Fill(watch, _ => 0, 400);

        Assert.Null(watch.ShareBefore);
        Assert.Null(watch.Shift(RunEnd));
        Assert.Null(watch.Recovery(RunEnd));
    }

    [Fact]
    public void Shift_of_a_run_cut_short_looks_no_further_than_it_got()
    {
        var watch = Watch(second => second is >= 12 and < 30 ? 0 : 0.5);

        Assert.Null(watch.Shift(TimeSpan.FromSeconds(12.9)));
        Assert.Equal(2_000, watch.Shift(TimeSpan.FromSeconds(14))!.Value.TotalMilliseconds);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 1_750)]
    [InlineData(5.5, 5_250)]
    public void Recovery_counts_to_the_first_second_with_over_half_of_the_share_before(double after, double milliseconds)
        // Back at 40 % of 50 %: a quarter of a second at nothing still leaves 30 % over the second.
        => Assert.Equal(milliseconds, Watch(second => second >= 10 && second < 30 + after ? 0 : second < 10 ? 0.5 : 0.4).Recovery(RunEnd)!.Value.TotalMilliseconds);

    [Fact]
    public void Recovery_to_exactly_half_is_not_over_it()
        => Assert.Null(Watch(second => second is >= 10 and < 30 ? 0 : second < 10 ? 0.5 : 0.25).Recovery(RunEnd));

    [Fact]
    public void Recovery_that_the_run_does_not_live_to_see_is_not_reached()
        => Assert.Null(Watch(second => second is >= 10 and < 44.9 ? 0 : 0.5).Recovery(RunEnd));

    [Fact]
    public void Share_before_is_taken_from_the_five_seconds_before_the_fault()
        => Assert.Equal(0.5, Watch(second => second < 5 ? 1 : 0.5).ShareBefore!.Value, 1e-9);

    private static ShareWatch Watch(Func<double, double> share, int rate = 400)
    {
        var watch = new ShareWatch("alpha", Start, End);
        Fill(watch, share, rate);
        return watch;
    }

    // Evenly spaced requests; the upstream gets its share as evenly as whole requests allow.
    private static void Fill(ShareWatch watch, Func<double, double> share, int rate)
    {
        var owed = 0.0;
        for (var i = 0; i < rate * RunEnd.TotalSeconds; i++)
        {
            var at = TimeSpan.FromSeconds(i / (double)rate);
            owed += share(at.TotalSeconds);
            watch.Add(at, owed >= 1 - 1e-9 ? "alpha" : "beta");
            owed -= owed >= 1 - 1e-9 ? 1 : 0;
        }
    }
}
