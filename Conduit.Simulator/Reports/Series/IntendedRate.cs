using Conduit.Simulator.Load;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Reports.Series;

/// <summary>How many requests a run asks for between two moments, over all its phases and rounds.</summary>
internal readonly struct IntendedRate
{
    private readonly RunPlan _plan;
    private readonly (Phase Phase, RateCurve Curve)[] _phases;

    public IntendedRate(RunPlan plan, double rateFactor)
    {
        _plan = plan;
        _phases = [.. plan.Scenario.Phases.Select(phase => (phase, new RateCurve(phase, rateFactor)))];
    }

    public double Between(TimeSpan from, TimeSpan to) => Until(to) - Until(from);

    private double Until(TimeSpan at)
    {
        var end = at < _plan.Length ? at : _plan.Length;
        var rounds = end.Ticks / _plan.Round.Ticks;
        return (rounds > 0 ? rounds * InRound(_plan.Round) : 0) + InRound(end - (rounds * _plan.Round));
    }

    private double InRound(TimeSpan at)
        => _phases.Sum(part => part.Curve.Requests(Math.Clamp((at - part.Phase.Start).TotalSeconds, 0, part.Phase.For.TotalSeconds)));
}
