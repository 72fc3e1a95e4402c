using Conduit.Routing;

namespace Conduit.Tests.Routing;

/// <summary>Eight routes that are asked for in turn, each ejected from the first upstream; one of them is well again.</summary>
public sealed class TrialRhythmTests
{
    private const int Count = 8;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Trial_of_a_route_that_is_well_comes_whatever_the_rhythm_of_requests(int well)
    {
        var lab = new RouterHarness(upstreams: 3, configure: options => options.Breaker.FailureRatio = 1);
        var routes = Enumerable.Range(0, Count).Select(i => lab.Router.RouteOf($"route {i}")).ToArray();
        for (var i = 0; i < Count; i++)
        {
            Eject(lab, routes[i], routes[(i + 1) % Count]);
        }

        Assert.All(routes, route => Assert.Equal(BreakerState.Open, lab[0].BreakerStateFor(route)));
        for (var i = 0; i < 200 * Count; i++)
        {
            var route = i % Count;
            var request = new RoutedRequest(lab.Router, "GET", BodyKind.None) { Route = routes[route] };
            Assert.True(lab.Router.TryBegin(request));
            lab.Answer(request, 5, route != well && request[0].Upstream == lab[0] ? 503 : 200);
        }

        Assert.Equal(BreakerState.Closed, lab[0].BreakerStateFor(routes[well]));
    }

    private static void Eject(RouterHarness lab, int route, int other)
    {
        for (var i = 0; i < 5; i++)
        {
            Ask(lab, route, 503);
            Ask(lab, other, 200);
        }
    }

    private static void Ask(RouterHarness lab, int route, int status)
    {
        var request = new RoutedRequest(lab.Router, "GET", BodyKind.None) { Route = route, Among = [lab[0]] };
        Assert.True(lab.Router.TryBegin(request));
        lab.Answer(request, 1, status);
        lab.Advance(1);
    }
}
