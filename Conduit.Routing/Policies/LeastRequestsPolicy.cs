namespace Conduit.Routing.Policies;

/// <summary>The fewest requests in flight for its weight.</summary>
internal sealed class LeastRequestsPolicy : RoutingPolicy
{
    public override int SampleSize(int upstreams) => upstreams;

    public override int Choose(ReadOnlySpan<Candidate> candidates, in Draw draw, ref DecisionReason reason)
        => Least<ByRequests>(candidates, in draw);

    private readonly struct ByRequests : IMeasure
    {
        public static double Of(in Candidate candidate) => (candidate.InFlight + 1) / candidate.Capacity;
    }
}
