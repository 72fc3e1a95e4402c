using Conduit.Simulator.Load;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Tests.Simulator.Load;

public sealed class RateCurveTests
{
    public static TheoryData<double, double?, double> Shapes { get; } = new()
    {
        { 100, null, 0 },
        { 100, 300, 0 },
        { 300, 0, 0 },
        { 0, 200, 0 },
        { 100, null, 50 },
        { 100, null, 100 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void SecondsAt_of_any_shape_inverts_Requests(double rate, double? rampTo, double amplitude)
    {
        var curve = Curve(rate, rampTo, amplitude);

        for (var requests = 0.5; requests < curve.Total; requests += 7.3)
        {
            Assert.Equal(requests, curve.Requests(curve.SecondsAt(requests)), 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Requests_of_any_shape_is_the_area_under_the_rate(double rate, double? rampTo, double amplitude)
    {
        var curve = Curve(rate, rampTo, amplitude);
        const int steps = 100_000;
        var area = Enumerable.Range(0, steps).Sum(step => curve.RateAt((step + 0.5) * 10 / steps) * 10 / steps);

        Assert.Equal(area, curve.Total, 1e-3);
    }

    [Fact]
    public void Total_with_a_factor_is_multiplied_by_it()
        => Assert.Equal(2 * Curve(100, 300, 0).Total, new RateCurve(Phase(100, 300, 0), 2).Total);

    private static RateCurve Curve(double rate, double? rampTo, double amplitude) => new(Phase(rate, rampTo, amplitude), 1);

    private static Phase Phase(double rate, double? rampTo, double amplitude) => new()
    {
        Name = "p",
        Start = TimeSpan.Zero,
        For = TimeSpan.FromSeconds(10),
        Rate = rate,
        RampTo = rampTo,
        Amplitude = amplitude,
        Period = TimeSpan.FromSeconds(4),
    };
}
