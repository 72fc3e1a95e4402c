using Conduit.Routing.Deciding;

namespace Conduit.Routing.Policies;

/// <summary>Collects the candidates of one decision: all that are eligible, or a sample, each measured once and scored.</summary>
internal readonly ref struct CandidateScan
{
    private const int TriesPerPlace = 8;

    // An upstream that drifted less than this from what was measured is no guess.
    private const double Doubtful = 0.9;

    private readonly Upstream[] _upstreams;
    private readonly RoutedRequest _request;
    private readonly PeerReference _peers;
    private readonly long _now;
    private readonly Admission _admits;
    private readonly int _scope;
    private readonly bool _mayDrift;

    /// <summary>Prepares a scan.</summary>
    /// <param name="upstreams">The pool.</param>
    /// <param name="request">Whose tried upstreams are left out.</param>
    /// <param name="peers">What latency and 4xx rates are compared with.</param>
    /// <param name="now">Microseconds.</param>
    /// <param name="admits">Which upstreams are candidates.</param>
    /// <param name="mayDrift">Whether this request may find out if a slow one is well again.</param>
    public CandidateScan(Upstream[] upstreams, RoutedRequest request, PeerReference peers, long now, Admission admits, bool mayDrift)
    {
        _upstreams = upstreams;
        _request = request;
        _peers = peers;
        _now = now;
        _admits = admits;
        _scope = request.Scope;
        _mayDrift = mayDrift;
    }

    /// <summary>Fills <paramref name="into"/> as the policy wishes; returns how many there are.</summary>
    public int Collect(RoutingPolicy policy, Span<Candidate> into, in Draw draw)
    {
        var first = into.Length < _upstreams.Length ? policy.FirstIndex(_upstreams.Length, _request.Number) : 0;
        var count = first < 0 ? Sample(into, in draw) : InOrder(first, into);
        Grade(into[..count]);
        return count;
    }

    /// <summary>Scores candidates against the cheapest of them.</summary>
    public static void Grade(Span<Candidate> candidates)
    {
        var cheapest = double.MaxValue;
        foreach (ref readonly var candidate in candidates)
        {
            cheapest = Math.Min(cheapest, candidate.Cost);
        }

        foreach (ref var candidate in candidates)
        {
            candidate.Score = Score.Perfect - Score.LatencyPenalty(candidate.Cost, cheapest) - candidate.ErrorPenalty;
        }
    }

    /// <summary>Measures one upstream now.</summary>
    public void Measure(int index, ref Candidate candidate)
    {
        var upstream = _upstreams[index];
        var latency = upstream.EffectiveLatency(_peers.Latency, _mayDrift, _now, out var inFlight);
        var level = upstream.Latency.Level;
        candidate.Index = index;
        candidate.InFlight = inFlight;
        candidate.Capacity = upstream.Capacity(_scope, _now);
        candidate.AverageLatency = double.IsNaN(level) ? _peers.Latency : level;
        candidate.IsDoubtful = latency < Doubtful * level;
        candidate.Cost = Score.Cost(latency, inFlight, candidate.Capacity);
        candidate.ErrorPenalty = upstream.ErrorPenalty(_scope, _peers, _now);
    }

    private bool IsEligible(Upstream upstream)
        => (_admits == Admission.EvenOpen ? !upstream.IsIsolated : upstream.IsRoutableFor(_scope))
            && (_admits != Admission.Normal || !upstream.AsksToWait(_now))
            && upstream.InFlight < Signals.InFlightCounter.Capacity
            && _request.MayTry(upstream);

    private int InOrder(int first, Span<Candidate> into)
    {
        var count = 0;
        for (var i = 0; i < _upstreams.Length && count < into.Length; i++)
        {
            var index = first + i;
            if (index >= _upstreams.Length)
            {
                index -= _upstreams.Length;
            }

            if (IsEligible(_upstreams[index]))
            {
                Measure(index, ref into[count++]);
            }
        }

        return count;
    }

    private int Sample(Span<Candidate> into, in Draw draw)
    {
        var count = 0;
        var tries = (uint)(into.Length * TriesPerPlace);
        for (uint i = 0; i < tries && count < into.Length; i++)
        {
            var index = draw.Below(_upstreams.Length, RoutingPolicy.OwnDraws + i);
            if (IsEligible(_upstreams[index]) && CandidateRanking.IndexOf(into[..count], index) < 0)
            {
                Measure(index, ref into[count++]);
            }
        }

        // Few are eligible: chance did not meet enough of them, so look at each.
        return count > 0 ? count : InOrder(draw.Below(_upstreams.Length, RoutingPolicy.OwnDraws + tries), into);
    }
}
