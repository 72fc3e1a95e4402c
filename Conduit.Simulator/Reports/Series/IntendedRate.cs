using Conduit.Simulator.Load;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Reports.Series;

/// <summary>How many requests a scenario asks for between two moments, over all its phases.</summary>
internal readonly struct IntendedRate
{
    private readonly (Phase Phase, RateCurve Curve)[] _phases;

    public IntendedRate(Scenario scenario, double rateFactor)
        => _phases = [.. scenario.Phases.Select(phase => (phase, new RateCurve(phase, rateFactor)))];

    public double Between(TimeSpan from, TimeSpan to) => _phases.Sum(part =>
    {
        var (phase, curve) = part;
        var begin = Math.Clamp((from - phase.Start).TotalSeconds, 0, phase.For.TotalSeconds);
        var end = Math.Clamp((to - phase.Start).TotalSeconds, 0, phase.For.TotalSeconds);
        return curve.Requests(end) - curve.Requests(begin);
    });
}
