using Conduit.Routing.Signals;

namespace Conduit.Routing.Deciding;

/// <summary>
/// What an upstream is compared with: the lower medians of its closed peers' latency and 4xx rate. Worked out at most
/// ten times a second by whichever request comes by, so that its cost does not grow with the pool.
/// </summary>
internal sealed class PeerReference
{
    private const long Period = MonotonicClock.Second / 10;

    private double[] _latencies = [];
    private double[] _rates = [];
    private double _latency = LatencySignal.Unknown;
    private double _lowerBeside = double.NaN;
    private double _upperBeside = double.NaN;
    private double _clientErrorRate;
    private double[] _routeClientErrorRates = [];
    private long _dueAt;
    private int _writing;

    /// <summary>Microseconds.</summary>
    public double Latency => Volatile.Read(ref _latency);

    /// <summary>
    /// The same over the upstreams other than one: with itself among them a slow one of two would set its own standard.
    /// NaN while nothing is known.
    /// </summary>
    public double LatencyBeside(Upstream upstream)
    {
        // Two values serve all: taking one out of the lower half moves the median up a place.
        var lower = Volatile.Read(ref _lowerBeside);
        return upstream.Latency.Level <= lower ? Volatile.Read(ref _upperBeside) : lower;
    }

    /// <summary>Fraction of 4xx of a scope, 0…1.</summary>
    public double ClientErrorRate(int scope)
    {
        var routes = Volatile.Read(ref _routeClientErrorRates);
        return scope == Health.Whole ? Volatile.Read(ref _clientErrorRate) : scope < routes.Length ? routes[scope] : 0;
    }

    /// <summary>Makes the next <see cref="Refresh"/> work: the pool or the first sample is new.</summary>
    public void Invalidate() => Volatile.Write(ref _dueAt, 0);

    /// <summary>Works it out anew when it is due.</summary>
    /// <param name="upstreams">The pool.</param>
    /// <param name="routes">How many routes are told apart; 0 for none.</param>
    /// <param name="now">Microseconds.</param>
    public void Refresh(Upstream[] upstreams, int routes, long now)
    {
        if (now < Volatile.Read(ref _dueAt) || Interlocked.CompareExchange(ref _writing, 1, 0) != 0)
        {
            return;
        }

        Volatile.Write(ref _dueAt, now + Period);
        if (_latencies.Length < upstreams.Length)
        {
            _latencies = new double[upstreams.Length];
            _rates = new double[upstreams.Length];
        }

        var sampled = 0;
        foreach (var upstream in upstreams)
        {
            if (!upstream.IsRoutable)
            {
                continue;
            }

            var level = upstream.Latency.Level;
            if (!double.IsNaN(level))
            {
                _latencies[sampled++] = level;
            }
        }

        var median = LowerMedian(_latencies.AsSpan(0, sampled), Volatile.Read(ref _latency));
        Volatile.Write(ref _latency, median);
        if (sampled > 0)
        {
            Volatile.Write(ref _lowerBeside, sampled == 1 ? median : _latencies[(sampled - 2) / 2]);
            Volatile.Write(ref _upperBeside, sampled == 1 ? median : _latencies[sampled / 2]);
        }

        Volatile.Write(ref _clientErrorRate, MedianClientErrorRate(upstreams, Health.Whole));
        if (routes > 0)
        {
            var rates = new double[routes];
            for (var route = 0; route < routes; route++)
            {
                rates[route] = MedianClientErrorRate(upstreams, route);
            }

            Volatile.Write(ref _routeClientErrorRates, rates);
        }

        Volatile.Write(ref _writing, 0);
    }

    private double MedianClientErrorRate(Upstream[] upstreams, int scope)
    {
        var count = 0;
        foreach (var upstream in upstreams)
        {
            if (upstream.IsRoutable)
            {
                _rates[count++] = (scope == Health.Whole ? upstream.Health : upstream.HealthOf(scope))?.Errors.ClientErrorRate ?? 0;
            }
        }

        return LowerMedian(_rates.AsSpan(0, count), 0);
    }

    private static double LowerMedian(Span<double> values, double otherwise)
    {
        if (values.IsEmpty)
        {
            return otherwise;
        }

        values.Sort();
        return values[(values.Length - 1) / 2];
    }
}
