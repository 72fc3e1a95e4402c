using Conduit.Routing.Signals;

namespace Conduit.Routing.Deciding;

/// <summary>
/// What an upstream is compared with: the lower medians of its closed peers' latency and 4xx rate. Worked out at most
/// ten times a second by whichever request comes by, so that its cost does not grow with the pool.
/// </summary>
internal sealed class PeerReference
{
    private const long Period = MonotonicClock.Second / 10;
    private const int MostTails = 64;

    private double[] _latencies = [];
    private readonly double _tailQuantile;
    private readonly SpreadSignal _together = new();
    private double[] _rates = [];
    private double _latency = LatencySignal.Unknown;
    private double _lowerTail = double.NaN;
    private double _upperTail = double.NaN;
    private double _clientErrorRate;
    private double[] _routeClientErrorRates = [];
    private long _dueAt;
    private int _writing;

    /// <param name="tailQuantile">Which quantile <see cref="TailBeside"/> speaks of.</param>
    public PeerReference(double tailQuantile) => _tailQuantile = tailQuantile;

    /// <summary>Microseconds.</summary>
    public double Latency => Volatile.Read(ref _latency);

    /// <summary>
    /// Lower median of a high quantile of latency, microseconds, over the upstreams other than one: with itself among them
    /// a slow one of two would set its own standard. NaN while nothing is known.
    /// </summary>
    public double TailBeside(Upstream upstream)
    {
        // Two values serve all: taking one out of the lower half moves the median up a place.
        var lower = Volatile.Read(ref _lowerTail);
        return upstream.Latency.Spread.Tail <= lower ? Volatile.Read(ref _upperTail) : lower;
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
        RefreshTails(upstreams, now);
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

    private void RefreshTails(Upstream[] upstreams, long now)
    {
        // Of a large pool some do, others each time.
        var most = Math.Min(upstreams.Length, MostTails);
        var first = upstreams.Length == most ? 0 : (int)(now / Period * most % upstreams.Length);
        int routable = 0, known = 0;
        _together.Clear();
        for (var i = 0; i < most; i++)
        {
            var upstream = upstreams[(first + i) % upstreams.Length];
            if (upstream.IsRoutable)
            {
                routable++;
                _together.Add(upstream.Latency.Spread);
                if (upstream.Latency.Spread.Refresh(_tailQuantile))
                {
                    _rates[known++] = upstream.Latency.Spread.Tail;
                }
            }
        }

        if (2 * known > routable)
        {
            _rates.AsSpan(0, known).Sort();
            Volatile.Write(ref _lowerTail, _rates[Math.Max(0, known - 2) / 2]);
            Volatile.Write(ref _upperTail, _rates[known / 2]);
        }
        else if (_together.Refresh(_tailQuantile))
        {
            // Each is asked too seldom to be known by itself.
            Volatile.Write(ref _lowerTail, _together.Tail);
            Volatile.Write(ref _upperTail, _together.Tail);
        }
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
