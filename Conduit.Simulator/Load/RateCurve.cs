using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Load;

/// <summary>
/// How many requests a phase has asked for by a moment, and the inverse. Arrivals of any process come from it: a process
/// with a changing rate is one of rate 1 on the axis of the area under the curve.
/// </summary>
internal readonly struct RateCurve
{
    private readonly double _rate;
    private readonly double _slope;
    private readonly double _amplitude;
    private readonly double _frequency;
    private readonly double _seconds;

    /// <param name="phase">The phase whose load this is.</param>
    /// <param name="factor">Multiplies every rate.</param>
    public RateCurve(Phase phase, double factor)
    {
        _seconds = phase.For.TotalSeconds;
        _rate = phase.Rate * factor;
        _slope = phase.RampTo is { } end ? ((end * factor) - _rate) / _seconds : 0;
        _amplitude = phase.Amplitude * factor;
        _frequency = phase.Amplitude > 0 ? 2 * Math.PI / phase.Period.TotalSeconds : 0;
    }

    /// <summary>All requests of the phase.</summary>
    public double Total => Requests(_seconds);

    /// <summary>Requests per second at a moment.</summary>
    /// <param name="seconds">Since the phase began.</param>
    public double RateAt(double seconds) => _rate + (_slope * seconds) + (_amplitude * Math.Sin(_frequency * seconds));

    /// <summary>Requests asked for from the phase's start to a moment.</summary>
    /// <param name="seconds">Since the phase began.</param>
    public double Requests(double seconds)
    {
        var requests = (_rate * seconds) + (_slope * seconds * seconds / 2);
        return _amplitude > 0 ? requests + (_amplitude / _frequency * (1 - Math.Cos(_frequency * seconds))) : requests;
    }

    /// <summary>When so many requests have been asked for, in seconds since the phase began.</summary>
    /// <param name="requests">From 0 to below <see cref="Total"/>.</param>
    public double SecondsAt(double requests)
    {
        if (_amplitude > 0)
        {
            return Search(requests);
        }

        // The quadratic's root in the form that stays exact when the slope is small or zero.
        var root = Math.Sqrt(Math.Max(0, (_rate * _rate) + (2 * _slope * requests)));
        return requests <= 0 ? 0 : Math.Min(_seconds, 2 * requests / (_rate + root));
    }

    // Newton's steps, kept inside a bracket that halves: the rate may touch zero, where Newton alone would leap away.
    private double Search(double requests)
    {
        const double precise = 1e-9;
        double low = 0, high = _seconds, at = high * requests / Math.Max(Total, double.Epsilon);
        while (high - low > precise)
        {
            var excess = Requests(at) - requests;
            if (excess > 0)
            {
                high = at;
            }
            else
            {
                low = at;
            }

            var next = at - (excess / RateAt(at));
            if (Math.Abs(next - at) < precise)
            {
                return Math.Clamp(next, 0, _seconds);
            }

            at = next > low && next < high ? next : (low + high) / 2;
        }

        return at;
    }
}
