using Conduit.Routing;

namespace Conduit.Tests.Routing;

public sealed class RetryAfterTests
{
    [Theory]
    [InlineData(429, 5, 5)]
    [InlineData(503, 5, 5)]
    [InlineData(429, 600, 30)]
    public void Upstream_that_asks_to_be_left_alone_is_until_then(int status, int asked, int honoured)
    {
        var lab = new RouterHarness();
        Limit(lab, lab[0], status, asked);

        for (var second = 0; second < honoured - 1; second++)
        {
            lab.Advance(1_000);
            Assert.Equal("u1", lab.Run(_ => (5, 200))[0].Upstream.Id);
        }

        lab.RunUntil(() => lab[0].Attempts > 1, _ => (5, 200), gap: 10, most: 400);
        Assert.Equal(BreakerState.Closed, lab[0].BreakerState);
    }

    [Fact]
    public void Status_that_is_no_limit_is_not_heeded()
    {
        var lab = new RouterHarness();
        Limit(lab, lab[0], 200, 30);

        lab.RunUntil(() => lab[0].Attempts > 1, _ => (5, 200), most: 100);
    }

    [Fact]
    public void All_that_ask_to_be_left_alone_are_asked_all_the_same_without_panic()
    {
        var lab = new RouterHarness();
        Limit(lab, lab[0], 429, 10);
        Limit(lab, lab[1], 429, 10);

        var request = lab.Begin();

        Assert.Equal(DecisionReason.Score, request[0].Reason);
        Assert.False(request.InPanic);
    }

    private static void Limit(RouterHarness lab, Upstream upstream, int status, int seconds)
    {
        var request = new RoutedRequest(lab.Router, "GET", BodyKind.None) { Among = [upstream] };
        Assert.True(lab.Router.TryBegin(request));
        lab.Advance(5);
        lab.Router.Feedback.HeadersArrived(request, 0, status, TimeSpan.FromSeconds(seconds));
        lab.Router.Feedback.Complete(request, 0, AttemptOutcomes.FromStatus(status));
    }
}
