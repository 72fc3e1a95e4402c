using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Scenarios.Reading;

namespace Conduit.Tests.Simulator.Scenarios;

public sealed class BoundTextTests
{
    [Theory]
    [InlineData(">= 99.9%", "AtLeast", 0.999)]
    [InlineData("<=1 %", "AtMost", 0.01)]
    [InlineData("== 100%", "Exactly", 1)]
    [InlineData("> 0%", "Above", 0)]
    public void TryParse_of_a_percentage_gives_a_fraction(string text, string comparison, double bound)
    {
        Assert.True(BoundText.TryParse(text, fraction: true, out var actualComparison, out var actualBound));
        Assert.Equal((comparison, bound), (actualComparison.ToString(), actualBound));
    }

    [Fact]
    public void TryParse_of_a_percentage_meets_the_very_ratio_it_names()
    {
        Assert.True(BoundText.TryParse(">= 99.9%", fraction: true, out var comparison, out var bound));

        Assert.True(comparison.Holds(999 / 1000.0, bound));
        Assert.False(comparison.Holds(998 / 1000.0, bound));
    }

    [Theory]
    [InlineData("< 1.5s", "Below", 1_500)]
    [InlineData("<= 0.2ms", "AtMost", 0.2)]
    public void TryParse_of_a_duration_gives_milliseconds(string text, string comparison, double bound)
    {
        Assert.True(BoundText.TryParse(text, fraction: false, out var actualComparison, out var actualBound));
        Assert.Equal((comparison, bound), (actualComparison.ToString(), actualBound));
    }

    [Theory]
    [InlineData("99%", true)]
    [InlineData(">= -1%", true)]
    [InlineData(">= 99", true)]
    [InlineData("<= 60", false)]
    [InlineData("=> 60ms", false)]
    [InlineData("", false)]
    public void TryParse_of_anything_else_fails(string text, bool fraction)
        => Assert.False(BoundText.TryParse(text, fraction, out _, out _));

    [Theory]
    [InlineData("512", 512)]
    [InlineData("512B", 512)]
    [InlineData("1KiB", 1_024)]
    [InlineData("1.5 KB", 1_500)]
    [InlineData("2mib", 2 << 20)]
    public void Size_with_or_without_a_unit_becomes_bytes(string text, long bytes)
    {
        Assert.True(SizeText.TryParse(text, out var actual));
        Assert.Equal(bytes, actual);
    }

    [Theory]
    [InlineData("")]
    [InlineData("KiB")]
    [InlineData("-1B")]
    [InlineData("1 GiB")]
    public void Size_of_any_other_form_fails(string text) => Assert.False(SizeText.TryParse(text, out _));
}
