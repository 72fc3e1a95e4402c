using Conduit.LiveView.State;

namespace Conduit.Tests.LiveView;

/// <summary>Quantiles as Prometheus' <c>histogram_quantile</c> computes them.</summary>
public sealed class PercentilesTests
{
    private static readonly double[] Bounds = [10, 20, 50];

    [Theory]
    [InlineData(0.5, 15, new long[] { 40, 60, 100, 100 })] // Half of the second bucket's 20.
    [InlineData(0.25, 6.25, new long[] { 40, 60, 100, 100 })] // The first bucket begins at 0.
    [InlineData(0.99, 49.25, new long[] { 40, 60, 100, 100 })]
    [InlineData(0.5, 10, new long[] { 50, 50, 100, 100 })] // On a bound.
    [InlineData(1, 20, new long[] { 0, 10, 10, 10 })]
    public void Quantile_within_buckets_is_interpolated(double quantile, double expected, long[] cumulative)
        => Assert.Equal(expected, Percentiles.Quantile(quantile, Bounds, cumulative)!.Value, 9);

    [Fact]
    public void Quantile_above_the_highest_bound_is_that_bound()
        => Assert.Equal(50, Percentiles.Quantile(0.99, Bounds, [0, 0, 10, 100]));

    [Fact]
    public void Quantile_of_nothing_is_unknown()
        => Assert.Null(Percentiles.Quantile(0.5, Bounds, [0, 0, 0, 0]));

    [Fact]
    public void Quantile_of_counts_that_do_not_fit_the_bounds_is_unknown()
        => Assert.Null(Percentiles.Quantile(0.5, Bounds, [1, 2]));
}
