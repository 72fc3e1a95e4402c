namespace Conduit.Routing.Policies;

/// <summary>Each in turn, by the request's number: further attempts of a request take nobody's turn.</summary>
internal sealed class RoundRobinPolicy : RoutingPolicy
{
    public override int SampleSize(int upstreams) => 1;

    public override int FirstIndex(int upstreams, ulong number) => (int)(number % (ulong)upstreams);

    public override int Choose(ReadOnlySpan<Candidate> candidates, in Draw draw, ref DecisionReason reason) => 0;
}
