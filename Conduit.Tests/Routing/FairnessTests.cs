using Conduit.Routing;

namespace Conduit.Tests.Routing;

/// <summary>Those that are equal share, by load and by exploration.</summary>
public sealed class FairnessTests
{
    [Theory]
    [InlineData(PolicyNames.Adaptive, 32)]
    [InlineData(PolicyNames.LeastRequests, 32)]
    [InlineData(PolicyNames.LeastRequests, 100)]
    public void Ties_among_many_idle_equals_give_each_its_share(string policy, int upstreams)
    {
        var lab = new RouterHarness(policy, upstreams);
        const int Each = 200;
        for (var i = 0; i < Each * upstreams; i++)
        {
            // Nothing is learned, so that all stay equal.
            lab.End(lab.Begin("POST"), AttemptOutcome.ClientAbort, milliseconds: 0);
        }

        Assert.All(lab.Router.Upstreams, upstream => Assert.InRange(upstream.Attempts, Each * 0.6, Each * 1.4));
    }
}
