using Conduit.Routing;

namespace Conduit.Tests.Routing;

/// <summary>What began before a trip tells of a time already judged.</summary>
public sealed class LateResultTests
{
    [Fact]
    public void Failures_of_a_route_that_began_before_its_trip_do_not_eject_the_upstream()
    {
        var lab = new RouterHarness();
        var (items, orders) = (lab.Router.RouteOf("items"), lab.Router.RouteOf("orders"));
        var late = Enumerable.Range(0, 8).Select(_ => Begin(lab, orders)).ToList();
        for (var i = 0; i < 5; i++)
        {
            lab.Answer(Begin(lab, orders), 1, 503);
            lab.Advance(1);
            lab.Answer(Begin(lab, items), 1);
        }

        Assert.Equal(BreakerState.Open, lab[0].BreakerStateFor(orders));
        late.ForEach(request => lab.Answer(request, 1, 503));

        Assert.Empty(lab.Transitions);
        Assert.Equal(BreakerState.Closed, lab[0].BreakerStateFor(items));
    }

    [Fact]
    public void Results_of_the_upstream_that_began_before_its_trip_move_neither_score_nor_breaker()
    {
        var lab = new RouterHarness();
        var late = Enumerable.Range(0, 8).Select(_ => Begin(lab, 0)).ToList();
        lab.FailTogether(lab[0], 5, AttemptOutcome.ServerError);
        var before = lab.Router.Snapshot().Upstreams[0];

        foreach (var request in late)
        {
            lab.Router.Feedback.Complete(request, 0, request.Number % 2 == 0 ? AttemptOutcome.ServerError : AttemptOutcome.Success);
        }

        Assert.Equal(before.ErrorRate, lab.Router.Snapshot().Upstreams[0].ErrorRate, 6);
        Assert.Equal(["u0 open"], lab.Transitions);
    }

    private static RoutedRequest Begin(RouterHarness lab, int route)
    {
        var request = new RoutedRequest(lab.Router, "GET", BodyKind.None) { Route = route, Among = [lab[0]] };
        Assert.True(lab.Router.TryBegin(request));
        return request;
    }
}
