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

    [Fact]
    public void Exploration_that_cannot_reach_all_takes_turns()
    {
        // Eight requests a second pay for an exploration in six seconds, less often than one of the slow ones is due.
        var lab = new RouterHarness(upstreams: 6);
        lab.RunUntil(() => lab.Router.Now > 90e6, id => (id == "u0" ? 1 : 400, 200), gap: 120);
        var before = lab.Router.Upstreams.Select(upstream => upstream.Attempts).ToArray();

        lab.RunUntil(() => lab.Router.Now > 150e6, id => (id == "u0" ? 1 : 400, 200), gap: 120);

        Assert.All(lab.Router.Upstreams.Zip(before), pair => Assert.True(pair.First.Attempts > pair.Second, $"{pair.First.Id} was never asked"));
    }
}
