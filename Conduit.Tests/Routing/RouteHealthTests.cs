using Conduit.Routing;

namespace Conduit.Tests.Routing;

/// <summary>Two routes on two upstreams; on u0 only the orders fail.</summary>
public sealed class RouteHealthTests
{
    private static readonly string[] Names = ["items", "orders"];

    [Fact]
    public void Route_that_fails_on_one_upstream_leaves_it_and_the_others_stay()
    {
        var lab = new RouterHarness();
        Run(lab, 400, OrdersFailOnU0);

        var (items, orders) = (ShareOfU0(lab, 1, OrdersFailOnU0), ShareOfU0(lab, 2, OrdersFailOnU0));

        Assert.InRange(items, 0.3, 1);
        Assert.InRange(orders, 0, 0.05);
        Assert.Equal(BreakerState.Closed, lab[0].BreakerState);
        var ailing = Assert.Single(lab.Router.Snapshot().Upstreams[0].Routes);
        Assert.Equal("orders", ailing.Route);
        Assert.InRange(ailing.ErrorRate, 0.05, 1);
    }

    [Fact]
    public void Route_that_fails_five_times_in_a_row_is_ejected_from_the_upstream_alone()
    {
        var lab = new RouterHarness();
        Run(lab, 20, (_, _) => 200);
        for (var i = 0; i < 5; i++)
        {
            AskU0(lab, 2, 503);
            AskU0(lab, 1, 200);
        }

        var (items, orders) = (Request(lab, 1), Request(lab, 2));
        Assert.True(lab.Router.TryBegin(items) && lab.Router.TryBegin(orders));

        Assert.Empty(lab.Transitions);
        Assert.Equal((BreakerState.Closed, BreakerState.Open), (lab[0].BreakerStateFor(1), lab[0].BreakerStateFor(2)));
        Assert.Equal("u1", orders[0].Upstream.Id);
        Assert.Contains(BreakerState.Open, new[] { orders[0].Candidates[0].Breaker, orders[0].Candidates[1].Breaker });
    }

    [Fact]
    public void Route_that_has_healed_gets_its_upstream_back()
    {
        var lab = new RouterHarness();
        Run(lab, 400, OrdersFailOnU0);
        Run(lab, 2_000, (_, _) => 200);

        Assert.Empty(lab.Router.Snapshot().Upstreams[0].Routes);
        Assert.InRange(ShareOfU0(lab, 2, (_, _) => 200), 0.3, 0.7);
        Assert.Empty(lab.Transitions);
    }

    [Fact]
    public void Upstream_that_fails_on_every_route_is_ejected_as_a_whole()
    {
        var lab = new RouterHarness();

        for (var i = 0; i < 5; i++)
        {
            AskU0(lab, 1 + (i % 2), 503);
        }

        Assert.Equal(["u0 open"], lab.Transitions);
        Assert.Equal(BreakerState.Open, lab[0].BreakerStateFor(1));
    }

    [Fact]
    public void Upstream_whose_connections_fail_is_ejected_as_a_whole_whatever_the_route()
    {
        var lab = new RouterHarness();
        Run(lab, 20, (_, _) => 200);

        lab.FailTogether(lab[0], 2, AttemptOutcome.ConnectFailure);

        Assert.Equal(["u0 open"], lab.Transitions);
    }

    [Fact]
    public void Route_open_on_every_upstream_is_panic_for_that_route_alone()
    {
        var lab = new RouterHarness();
        Run(lab, 1_000, (_, route) => route == 2 ? 503 : 200, gap: 10);

        var (items, orders) = (Request(lab, 1), Request(lab, 2));
        Assert.True(lab.Router.TryBegin(items) && lab.Router.TryBegin(orders));

        Assert.False(items.InPanic);
        Assert.NotEqual(DecisionReason.Score, orders[0].Reason);
        Assert.True(lab.Router.IsReady);
    }

    [Fact]
    public void RouteOf_beyond_the_cap_is_the_rest()
    {
        var lab = new RouterHarness(configure: options => options.MaxRoutes = 2);

        Assert.Equal([1, 2, 0, 1, 0, 0], new[] { "a", "b", "c", "a", "d", "" }.Select(name => lab.Router.RouteOf(name)));
    }

    [Fact]
    public void RouteOf_from_many_threads_gives_each_name_one_number()
    {
        var lab = new RouterHarness();
        var numbers = Enumerable.Range(0, 64).AsParallel().WithDegreeOfParallelism(8).Select(i => (Name: i % 8, Number: lab.Router.RouteOf($"r{i % 8}"))).ToList();

        Assert.All(numbers.GroupBy(pair => pair.Name), group => Assert.Single(group.Select(pair => pair.Number).Distinct()));
        Assert.Equal(8, numbers.Select(pair => pair.Number).Distinct().Count());
    }

    [Fact]
    public void Client_errors_of_one_route_count_in_excess_of_the_same_route_elsewhere()
    {
        var lab = new RouterHarness(upstreams: 3);
        Run(lab, 600, (upstream, route) => route == 2 && upstream == "u0" ? 404 : 200);

        var orders = Request(lab, 2);
        Assert.True(lab.Router.TryBegin(orders));

        Assert.NotEqual("u0", orders[0].Upstream.Id);
        Assert.InRange(ShareOfU0(lab, 1, (_, _) => 200), 0.2, 1);
    }

    private static int OrdersFailOnU0(string upstream, int route) => upstream == "u0" && route == 2 ? 503 : 200;

    private static RoutedRequest Request(RouterHarness lab, int route)
        => new(lab.Router, "GET", BodyKind.None) { Route = lab.Router.RouteOf(Names[route - 1]) };

    private static void Run(RouterHarness lab, int count, Func<string, int, int> status, double gap = 2)
    {
        for (var i = 0; i < count; i++)
        {
            var route = 1 + (i % 2);
            Ask(lab, Request(lab, route), upstream => status(upstream, route));
            lab.Advance(gap);
        }
    }

    private static void Ask(RouterHarness lab, RoutedRequest request, Func<string, int> status)
    {
        Assert.True(lab.Router.TryBegin(request));
        do
        {
            lab.Answer(request, 5, status(request[request.Latest].Upstream.Id));
        }
        while (request[request.Latest].Outcome.IsFailure() && lab.Router.TryBeginFailover(request));
    }

    private static void AskU0(RouterHarness lab, int route, int status)
    {
        var request = new RoutedRequest(lab.Router, "GET", BodyKind.None) { Route = lab.Router.RouteOf(Names[route - 1]), Among = [lab[0]] };
        Assert.True(lab.Router.TryBegin(request));
        lab.Answer(request, 1, status);
        lab.Advance(1);
    }

    /// <summary>Of requests that are under way ten at a time, so that load counts beside the score.</summary>
    private static double ShareOfU0(RouterHarness lab, int route, Func<string, int, int> status)
    {
        var to = 0;
        for (var i = 0; i < 10; i++)
        {
            var requests = Enumerable.Range(0, 10).Select(_ => Request(lab, route)).ToList();
            requests.ForEach(request => Assert.True(lab.Router.TryBegin(request)));
            requests.ForEach(request => lab.Answer(request, 1, status(request[0].Upstream.Id, route)));
            to += requests.Count(request => request[0].Upstream.Id == "u0");
        }

        return to / 100.0;
    }
}
