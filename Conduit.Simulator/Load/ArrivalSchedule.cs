using Conduit.Routing;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Load;

/// <summary>
/// The load of a scenario as a pure function: the same scenario, seed, factor and length give the same requests at the
/// same offsets, one after another and in no memory to speak of. Every round has arrivals of its own.
/// </summary>
internal sealed class ArrivalSchedule
{
    private const uint GapDraw = 0;

    private readonly RunPlan _plan;
    private readonly Scenario _scenario;
    private readonly Chance _chance;
    private readonly double _factor;

    /// <param name="scenario">Whose load.</param>
    /// <param name="seed">Decides every gap, choice and number.</param>
    /// <param name="rateFactor">Multiplies every rate.</param>
    public ArrivalSchedule(Scenario scenario, ulong seed, double rateFactor = 1)
        : this(new RunPlan(scenario), seed, rateFactor)
    {
    }

    /// <param name="plan">The scenario whose load this is, and how long it goes on.</param>
    /// <param name="seed">Decides every gap, choice and number.</param>
    /// <param name="rateFactor">Multiplies every rate.</param>
    public ArrivalSchedule(RunPlan plan, ulong seed, double rateFactor)
    {
        _plan = plan;
        _scenario = plan.Scenario;
        _chance = new Chance(seed);
        _factor = rateFactor;
    }

    /// <summary>About how many requests a round has: exact for uniform arrivals, the mean for Poisson.</summary>
    public double Expected => _scenario.Phases.Sum(phase => new RateCurve(phase, _factor).Total);

    /// <summary>All requests by their intended start.</summary>
    public IEnumerable<Arrival> All()
    {
        var mix = new RequestMix(_scenario.Requests, _chance);
        ulong number = 0;
        var due = Gap(number, first: true);
        var before = 0.0;
        foreach (var round in _plan.Rounds())
        {
            for (var index = 0; index < _scenario.Phases.Count && round + _scenario.Phases[index].Start < _plan.Length; index++)
            {
                var phase = _scenario.Phases[index];
                var curve = new RateCurve(phase, _factor);
                var total = curve.Total;
                for (; due - before < total; due += Gap(++number, first: false))
                {
                    var at = round + At(phase, curve.SecondsAt(due - before));
                    if (at >= _plan.Length)
                    {
                        yield break;
                    }

                    yield return new Arrival(number, at, index, mix.Of(number));
                }

                before += total;
            }
        }
    }

    // Clock ticks are coarser than doubles: rounding up must not hand the last request to the next phase.
    private static TimeSpan At(Phase phase, double seconds)
        => phase.Start + TimeSpan.FromTicks(Math.Min((long)(seconds * TimeSpan.TicksPerSecond), phase.For.Ticks - 1));

    private double Gap(ulong number, bool first) => _scenario.Client.Arrivals switch
    {
        ArrivalProcess.Uniform => first ? 0 : 1,
        _ => -Math.Log(1 - _chance.Unit(number, GapDraw)),
    };
}
