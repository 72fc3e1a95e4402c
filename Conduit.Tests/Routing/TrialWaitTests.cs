using Conduit.Routing;

namespace Conduit.Tests.Routing;

/// <summary>A trial of an upstream that answered its last request with Retry-After.</summary>
public sealed class TrialWaitTests
{
    [Fact]
    public void Trial_of_an_upstream_that_asks_to_be_left_alone_waits_until_then()
        => Assert.InRange(SecondsUntilClosed(new RouterHarness(), asked: 8), 8, 10);

    [Fact]
    public void Trial_when_all_are_open_waits_for_nobodys_wish()
        => Assert.InRange(SecondsUntilClosed(new RouterHarness(upstreams: 1), asked: 30), 0.5, 2);

    private static double SecondsUntilClosed(RouterHarness lab, int asked)
    {
        lab.FailTogether(lab[0], 4, AttemptOutcome.ServerError);
        var last = new RoutedRequest(lab.Router, "GET", BodyKind.None) { Among = [lab[0]] };
        Assert.True(lab.Router.TryBegin(last));
        lab.Router.Feedback.HeadersArrived(last, 0, 503, TimeSpan.FromSeconds(asked));
        Assert.Equal(["u0 open"], lab.Transitions);
        var began = lab.Router.Now;
        lab.RunUntil(() => lab.Transitions.Contains("u0 closed"), _ => (1, 200));
        return (lab.Router.Now - began) / 1e6;
    }
}
