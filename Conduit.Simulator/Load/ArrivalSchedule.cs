using Conduit.Routing;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Load;

/// <summary>
/// The load of a scenario as a pure function: the same scenario, seed and factor give the same requests at the same
/// offsets, one after another and in no memory to speak of.
/// </summary>
internal sealed class ArrivalSchedule
{
    private const int MostN = 1000;
    private const uint GapDraw = 0, TemplateDraw = 1, NDraw = 2;

    private readonly Scenario _scenario;
    private readonly Chance _chance;
    private readonly double _factor;
    private readonly double[] _weights;

    /// <param name="scenario">Whose load.</param>
    /// <param name="seed">Decides every gap, choice and number.</param>
    /// <param name="rateFactor">Multiplies every rate.</param>
    public ArrivalSchedule(Scenario scenario, ulong seed, double rateFactor = 1)
    {
        _scenario = scenario;
        _chance = new Chance(seed);
        _factor = rateFactor;
        _weights = Cumulative(scenario.Requests);
    }

    /// <summary>About how many requests there will be: exact for uniform arrivals, the mean for Poisson.</summary>
    public double Expected => _scenario.Phases.Sum(phase => new RateCurve(phase, _factor).Total);

    /// <summary>All requests by their intended start.</summary>
    public IEnumerable<Arrival> All()
    {
        ulong number = 0;
        var due = Gap(number, first: true);
        var before = 0.0;
        for (var index = 0; index < _scenario.Phases.Count; index++)
        {
            var phase = _scenario.Phases[index];
            var curve = new RateCurve(phase, _factor);
            var total = curve.Total;
            for (; due - before < total; due += Gap(++number, first: false))
            {
                yield return At(number, phase, index, curve.SecondsAt(due - before));
            }

            before += total;
        }
    }

    private Arrival At(ulong number, Phase phase, int index, double seconds)
    {
        // Clock ticks are coarser than doubles: rounding up must not hand the last request to the next phase.
        var at = phase.Start + TimeSpan.FromTicks(Math.Min((long)(seconds * TimeSpan.TicksPerSecond), phase.For.Ticks - 1));
        return new Arrival(number, at, index, Template(number), 1 + _chance.Below(MostN, number, NDraw));
    }

    private double Gap(ulong number, bool first) => _scenario.Client.Arrivals switch
    {
        ArrivalProcess.Uniform => first ? 0 : 1,
        _ => -Math.Log(1 - _chance.Unit(number, GapDraw)),
    };

    private int Template(ulong number)
    {
        if (_weights.Length == 1)
        {
            return 0;
        }

        var pick = _chance.Unit(number, TemplateDraw) * _weights[^1];
        var index = Array.FindIndex(_weights, upTo => pick < upTo);
        return index < 0 ? _weights.Length - 1 : index;
    }

    private static double[] Cumulative(IReadOnlyList<RequestTemplate> templates)
    {
        var sum = 0.0;
        return [.. templates.Select(template => sum += template.Weight)];
    }
}
