namespace Conduit.Routing.Policies;

/// <summary>
/// The textbook: always the top score, from average latency and errors alone, with a uniform epsilon. It herds, since
/// nothing it looks at moves before answers come back; kept so that people can see it fail.
/// </summary>
internal sealed class GreedyPolicy : RoutingPolicy
{
    private readonly double _epsilon;

    public GreedyPolicy(double epsilon) => _epsilon = epsilon;

    public override int SampleSize(int upstreams) => upstreams;

    public override int Choose(ReadOnlySpan<Candidate> candidates, in Draw draw, ref DecisionReason reason)
    {
        if (_epsilon > 0 && draw.Unit(0) < _epsilon)
        {
            reason = DecisionReason.Explore;
            return draw.Below(candidates.Length, 1);
        }

        var fastest = double.MaxValue;
        foreach (ref readonly var candidate in candidates)
        {
            fastest = Math.Min(fastest, candidate.AverageLatency);
        }

        var best = 0;
        var top = double.MinValue;
        for (var i = 0; i < candidates.Length; i++)
        {
            var score = Score.Perfect - Score.LatencyPenalty(candidates[i].AverageLatency, fastest) - candidates[i].ErrorPenalty;
            if (score > top)
            {
                (best, top) = (i, score);
            }
        }

        return best;
    }
}
