using Conduit.Routing;
using Conduit.Routing.Policies;
using Conduit.Simulator.Virtual.Upstreams;

namespace Conduit.Simulator.Virtual.Proxies;

/// <summary>
/// Knows what no proxy can: how each upstream is at this moment, what faults are in force there and how many requests all
/// proxies have sent it. Takes the one that costs the user the least on average, a failure counting as the client's
/// whole timeout. It looks at the present only: what others send next, or when a fault ends, it does not know.
/// </summary>
internal sealed class OraclePolicy : RoutingPolicy
{
    public const string Name = "Oracle";

    private readonly IReadOnlyList<ModelledUpstream> _upstreams;
    private readonly double _failureTicks;
    private readonly Dictionary<ulong, ModelledRequest> _requests = [];

    /// <param name="upstreams">In the order of the router's pool.</param>
    /// <param name="failureCost">What a failed request costs its user.</param>
    public OraclePolicy(IReadOnlyList<ModelledUpstream> upstreams, TimeSpan failureCost)
    {
        _upstreams = upstreams;
        _failureTicks = failureCost.Ticks;
    }

    /// <summary>Tells of a request before any decision on it.</summary>
    public void Begin(ulong number, ModelledRequest request) => _requests.Add(number, request);

    public void End(ulong number) => _requests.Remove(number);

    public override int SampleSize(int upstreams) => upstreams;

    public override int Choose(ReadOnlySpan<Candidate> candidates, in Draw draw, ref DecisionReason reason)
    {
        var path = _requests.TryGetValue(draw.Number, out var request) ? request.Path : "/";
        var best = 0;
        var least = double.MaxValue;
        var ties = 1;
        for (var i = 0; i < candidates.Length; i++)
        {
            var cost = Cost(_upstreams[candidates[i].Index], path);
            if (cost < least)
            {
                (best, least, ties) = (i, cost, 1);
            }
            else if (cost.Equals(least) && draw.Below(++ties, (uint)i % OwnDraws) == 0)
            {
                best = i;
            }
        }

        return best;
    }

    private double Cost(ModelledUpstream upstream, string path)
    {
        var failure = upstream.Forecast(path, out var latency);
        return (failure * _failureTicks) + ((1 - failure) * latency.Ticks);
    }
}
