namespace Conduit.Routing.Policies;

/// <summary>
/// Chooses among upstreams that may be routed to. Breakers, failover and budgets are the router's: policies differ in
/// choice alone.
/// </summary>
internal abstract class RoutingPolicy
{
    /// <summary>Draws below this number are a policy's own; the router samples with those above.</summary>
    public const uint OwnDraws = 16;

    // A draw used for two ties would favour the first of them all: these belong to no other purpose.
    private const uint FurtherDraws = 2_000;

    /// <summary>How many routable upstreams it wants to see, of <paramref name="upstreams"/> in the pool.</summary>
    public abstract int SampleSize(int upstreams);

    /// <summary>Why its choices go where they go.</summary>
    public virtual DecisionReason Reason => DecisionReason.Policy;

    /// <summary>True if idle upstreams are to be explored.</summary>
    public virtual bool Explores => false;

    /// <summary>Where request <paramref name="number"/> begins to look in a pool of <paramref name="upstreams"/> for a sample smaller than the pool; −1 for at random.</summary>
    public virtual int FirstIndex(int upstreams, ulong number) => -1;

    /// <summary>The place of the chosen one among at least one candidate; may change the reason.</summary>
    public abstract int Choose(ReadOnlySpan<Candidate> candidates, in Draw draw, ref DecisionReason reason);

    /// <summary>The place of the least value; equals are decided by chance, so that they share the load.</summary>
    protected static int Least<TMeasure>(ReadOnlySpan<Candidate> candidates, in Draw draw)
        where TMeasure : struct, IMeasure
    {
        var best = 0;
        var least = TMeasure.Of(in candidates[0]);
        var ties = 1;
        for (var i = 1; i < candidates.Length; i++)
        {
            var value = TMeasure.Of(in candidates[i]);
            if (value < least)
            {
                (best, least, ties) = (i, value, 1);
            }
            else if (value == least && draw.Below(++ties, i < OwnDraws ? (uint)i : FurtherDraws + (uint)i) == 0)
            {
                best = i;
            }
        }

        return best;
    }

    /// <summary>A quantity of a candidate, less being better; a type, so that the loop above is compiled for it.</summary>
    protected interface IMeasure
    {
        /// <summary>Its value for one candidate.</summary>
        static abstract double Of(in Candidate candidate);
    }
}
