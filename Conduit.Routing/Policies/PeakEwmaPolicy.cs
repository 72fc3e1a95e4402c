namespace Conduit.Routing.Policies;

/// <summary>Of two random ones, the one with the lower peak-EWMA cost; errors do not count.</summary>
/// <remarks>As in Finagle and Linkerd.</remarks>
internal sealed class PeakEwmaPolicy : RoutingPolicy
{
    public override int SampleSize(int upstreams) => 2;

    public override int Choose(ReadOnlySpan<Candidate> candidates, in Draw draw, ref DecisionReason reason)
        => Least<ByCost>(candidates, in draw);

    private readonly struct ByCost : IMeasure
    {
        public static double Of(in Candidate candidate) => candidate.Cost;
    }
}
