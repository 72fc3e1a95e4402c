using Conduit.Routing;

namespace Conduit.Tests.Routing;

public sealed class PoolChangeTests
{
    [Fact]
    public void Upstream_isolated_by_hand_stays_so_at_another_address()
    {
        var lab = new RouterHarness();
        Assert.True(lab.Router.TryIsolate("u0", isolated: true));

        lab.Router.Update([RouterHarness.Define(0) with { Address = new Uri("http://moved.test") }, RouterHarness.Define(1)]);

        Assert.Equal((BreakerState.Isolated, BreakerState.Closed), (lab[0].BreakerState, lab[1].BreakerState));
        Assert.Equal("u1", lab.Begin()[0].Upstream.Id);
    }

    [Fact]
    public void Upstream_that_has_left_the_pool_is_neither_ejected_nor_tried()
    {
        var lab = new RouterHarness(upstreams: 3);
        var gone = lab[2];
        var late = Enumerable.Range(0, 5).Select(_ => new RoutedRequest(lab.Router, "GET", BodyKind.None) { Among = [gone] }).ToList();
        late.ForEach(request => Assert.True(lab.Router.TryBegin(request)));

        lab.Router.Update([RouterHarness.Define(0), RouterHarness.Define(1)]);
        late.ForEach(request => lab.End(request, AttemptOutcome.ConnectFailure));

        Assert.Empty(lab.Transitions);
        for (var i = 0; i < 300; i++)
        {
            Assert.NotSame(gone, lab.Run(_ => (1, 200))[0].Upstream);
            lab.Advance(10);
        }

        lab.FailTogether(lab[0], 5, AttemptOutcome.ServerError);
        Assert.Equal(["u0 open"], lab.Transitions);
    }
}
