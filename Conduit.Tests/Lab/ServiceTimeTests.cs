using Conduit.Lab;
using Conduit.Routing;

namespace Conduit.Tests.Lab;

public sealed class ServiceTimeTests
{
    private const int Samples = 200_000;

    private static readonly TimeSpan FiveMs = TimeSpan.FromMilliseconds(5);

    public static TheoryData<Distribution> Distributions => [.. Enum.GetValues<Distribution>()];

    [Theory]
    [MemberData(nameof(Distributions))]
    public void Sample_over_many_requests_has_the_mean_asked_for(Distribution distribution)
    {
        var mean = Draw(new(distribution, FiveMs, p99: 6 * FiveMs, jitter: TimeSpan.FromMilliseconds(3))).Average();

        Assert.InRange(mean, 4.9, 5.1);
    }

    [Theory]
    [MemberData(nameof(Distributions))]
    public void Sample_same_seed_number_and_draw_gives_the_same_time(Distribution distribution)
    {
        var time = new ServiceTime(distribution, FiveMs, p99: 4 * FiveMs, jitter: FiveMs);

        Assert.Equal(time.Sample(new Chance(42), 7, 3), time.Sample(new Chance(42), 7, 3));
    }

    [Fact]
    public void Sample_exponential_has_the_tail_of_one()
    {
        var sorted = Draw(new(Distribution.Exponential, FiveMs)).Order().ToArray();

        Assert.InRange(sorted[Samples / 2], 5 * Math.Log(2) * 0.97, 5 * Math.Log(2) * 1.03);
        Assert.InRange(sorted[Samples * 99 / 100], 5 * Math.Log(100) * 0.97, 5 * Math.Log(100) * 1.03);
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(4)]
    [InlineData(14)]
    public void Sample_lognormal_has_the_99th_percentile_asked_for(double ratio)
    {
        var sorted = Draw(new(Distribution.Lognormal, FiveMs, p99: ratio * FiveMs)).Order().ToArray();

        Assert.InRange(sorted[Samples * 99 / 100], 5 * ratio * 0.95, 5 * ratio * 1.05);
    }

    [Fact]
    public void Sample_uniform_stays_within_its_jitter()
    {
        var times = Draw(new(Distribution.Uniform, FiveMs, jitter: TimeSpan.FromMilliseconds(2)));

        Assert.InRange(times.Min(), 3, 3.01);
        Assert.InRange(times.Max(), 6.99, 7);
    }

    [Fact]
    public void Sample_uniform_with_jitter_above_the_mean_is_floored_at_zero()
        => Assert.Equal(0, Draw(new(Distribution.Uniform, FiveMs, jitter: 2 * FiveMs)).Min());

    [Fact]
    public void Sample_constant_never_differs_from_the_mean()
        => Assert.All(Draw(new(Distribution.Constant, FiveMs), 100), time => Assert.Equal(5, time));

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    [InlineData(15)]
    public void Constructor_lognormal_that_cannot_be_is_refused(double ratio)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new ServiceTime(Distribution.Lognormal, FiveMs, p99: ratio * FiveMs));

    [Fact]
    public void Constructor_lognormal_with_the_largest_ratio_is_taken()
        => Assert.NotNull(new ServiceTime(Distribution.Lognormal, FiveMs, p99: ServiceTime.LargestRatio * FiveMs));

    private static double[] Draw(ServiceTime time, int samples = Samples)
    {
        var chance = new Chance(1);
        return [.. Enumerable.Range(0, samples).Select(number => time.Sample(chance, (ulong)number, 0).TotalMilliseconds)];
    }
}
