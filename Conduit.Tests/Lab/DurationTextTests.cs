using Conduit.Lab;

namespace Conduit.Tests.Lab;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    [InlineData("195ms", 1_950_000)]
    [InlineData("0.2ms", 2_000)]
    [InlineData("250us", 2_500)]
    [InlineData("250µs", 2_500)]
    [InlineData("20s", 200_000_000)]
    [InlineData("1m", 600_000_000)]
    [InlineData("1m30s", 900_000_000)]
    [InlineData("1h0.5m", 36_300_000_000)]
    [InlineData(" 5ms ", 50_000)]
    public void TryParse_good_text_gives_its_ticks(string text, long ticks)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(ticks, duration.Ticks);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("5")]
    [InlineData("ms")]
    [InlineData("-5ms")]
    [InlineData("+5ms")]
    [InlineData("5 ms")]
    [InlineData("5MS")]
    [InlineData("5d")]
    [InlineData("1.2.3s")]
    [InlineData("1e3s")]
    [InlineData("1,5s")]
    [InlineData("NaNs")]
    [InlineData("5ms3")]
    [InlineData("99999999999999999999h")]
    public void TryParse_text_that_is_no_duration_gives_false(string? text)
        => Assert.False(DurationText.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(1, "0.1us")]
    [InlineData(2_000, "200us")]
    [InlineData(1_950_000, "195ms")]
    [InlineData(905_000_000, "90.5s")]
    [InlineData(1_200_000_000, "2m")]
    [InlineData(36_000_000_000, "1h")]
    public void Format_any_duration_takes_the_unit_people_would(long ticks, string text)
        => Assert.Equal(text, DurationText.Format(TimeSpan.FromTicks(ticks)));

    [Fact]
    public void Format_any_duration_reads_back_as_the_same()
    {
        for (var ticks = 1L; ticks < TimeSpan.TicksPerDay; ticks = (ticks * 7 / 4) + 1)
        {
            Assert.True(DurationText.TryParse(DurationText.Format(TimeSpan.FromTicks(ticks)), out var back));
            Assert.Equal(ticks, back.Ticks);
        }
    }
}
