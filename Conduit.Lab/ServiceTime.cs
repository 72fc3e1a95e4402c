using Conduit.Routing;

namespace Conduit.Lab;

/// <summary>How long an upstream works on a request: a distribution to draw from. Immutable.</summary>
public sealed class ServiceTime
{
    private const double Z99 = 2.3263478740408408;

    private readonly Distribution _distribution;
    private readonly double _mean;
    private readonly double _jitter;
    private readonly double _mu;
    private readonly double _sigma;

    /// <summary>Creates a distribution.</summary>
    /// <param name="distribution">Its shape.</param>
    /// <param name="mean">Its mean; not negative.</param>
    /// <param name="p99">Lognormal: its 99th percentile, above the mean and below 14 times it.</param>
    /// <param name="jitter">Uniform: spread either side.</param>
    /// <exception cref="ArgumentOutOfRangeException">No lognormal has this mean and 99th percentile.</exception>
    public ServiceTime(Distribution distribution, TimeSpan mean, TimeSpan p99 = default, TimeSpan jitter = default)
    {
        _distribution = distribution;
        _mean = mean.TotalMilliseconds;
        _jitter = jitter.TotalMilliseconds;
        if (distribution == Distribution.Lognormal)
        {
            // mean = exp(μ + σ²/2) and p99 = exp(μ + z·σ) give σ² − 2zσ + 2·ln(p99/mean) = 0; the smaller root is the mild one.
            var logRatio = Math.Log(p99 / mean);
            var discriminant = (Z99 * Z99) - (2 * logRatio);
            if (!(logRatio > 0 && discriminant >= 0))
            {
                throw new ArgumentOutOfRangeException(nameof(p99), p99, $"allowed is above the mean, {mean}, to {LargestRatio:0} times it");
            }

            _sigma = Z99 - Math.Sqrt(discriminant);
            _mu = Math.Log(_mean) - (_sigma * _sigma / 2);
        }
    }

    /// <summary>Largest ratio of 99th percentile to mean that a lognormal can have: exp(z²/2).</summary>
    public static double LargestRatio { get; } = Math.Floor(Math.Exp(Z99 * Z99 / 2));

    /// <summary>Its mean; for a uniform one that reaches below 0, the mean before the floor.</summary>
    public TimeSpan Mean => TimeSpan.FromMilliseconds(_mean);

    /// <summary>One service time: a pure function of its arguments.</summary>
    /// <param name="chance">The seam for chance.</param>
    /// <param name="number">The request's number.</param>
    /// <param name="draw">First of the two draws it uses.</param>
    public TimeSpan Sample(Chance chance, ulong number, uint draw)
    {
        var unit = chance.Unit(number, draw);
        return TimeSpan.FromMilliseconds(_distribution switch
        {
            Distribution.Constant => _mean,
            Distribution.Exponential => -_mean * Math.Log(1 - unit),
            Distribution.Uniform => Math.Max(0, _mean + (_jitter * ((2 * unit) - 1))),
            _ => Math.Exp(_mu + (_sigma * Normal(unit, chance.Unit(number, draw + 1)))),
        });
    }

    // Box and Muller, 1958.
    private static double Normal(double first, double second) => Math.Sqrt(-2 * Math.Log(1 - first)) * Math.Cos(2 * Math.PI * second);
}
