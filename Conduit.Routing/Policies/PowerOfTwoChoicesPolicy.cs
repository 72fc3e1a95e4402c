namespace Conduit.Routing.Policies;

/// <summary>Of two random ones, the one with fewer requests in flight for its weight.</summary>
/// <remarks>Mitzenmacher: The Power of Two Choices in Randomized Load Balancing, 1996.</remarks>
internal sealed class PowerOfTwoChoicesPolicy : RoutingPolicy
{
    public override int SampleSize(int upstreams) => 2;

    public override int Choose(ReadOnlySpan<Candidate> candidates, in Draw draw, ref DecisionReason reason)
        => Least<ByRequests>(candidates, in draw);

    private readonly struct ByRequests : IMeasure
    {
        public static double Of(in Candidate candidate) => (candidate.InFlight + 1) / candidate.Capacity;
    }
}
