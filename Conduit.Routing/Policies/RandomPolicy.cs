namespace Conduit.Routing.Policies;

/// <summary>Any, with equal chance: a random sample of one.</summary>
internal sealed class RandomPolicy : RoutingPolicy
{
    public override int SampleSize(int upstreams) => 1;

    public override int Choose(ReadOnlySpan<Candidate> candidates, in Draw draw, ref DecisionReason reason)
        => 0;
}
