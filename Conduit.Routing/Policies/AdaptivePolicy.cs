namespace Conduit.Routing.Policies;

/// <summary>The best score, over all of a small pool and over three random upstreams of a large one.</summary>
internal sealed class AdaptivePolicy : RoutingPolicy
{
    private const int ScoredAtMost = 32;
    private const int Sampled = 3;

    public override DecisionReason Reason => DecisionReason.Score;

    public override bool Explores => true;

    public override int SampleSize(int upstreams) => upstreams <= ScoredAtMost ? upstreams : Sampled;

    public override int Choose(ReadOnlySpan<Candidate> candidates, in Draw draw, ref DecisionReason reason)
        => Least<ByScore>(candidates, in draw);

    private readonly struct ByScore : IMeasure
    {
        public static double Of(in Candidate candidate) => -candidate.Score;
    }
}
