using Conduit.Routing;

namespace Conduit.Tests.Routing;

/// <summary>Which requests become trials, and when.</summary>
public sealed class TrialTests
{
    private static readonly Func<string, (double, int)> Healthy = _ => (1, 200);

    [Fact]
    public void Trial_where_no_failover_is_allowed_comes_all_the_same_but_late()
    {
        var lab = new RouterHarness(configure: options => options.Failover.MaxAttempts = 1);
        AssertReturns(lab, least: 10_000, most: 22_000);
    }

    [Fact]
    public void Trial_where_no_budget_pays_for_failover_comes_all_the_same_but_late()
    {
        var lab = new RouterHarness(configure: options => (options.Failover.BudgetPerRequest, options.Failover.BudgetStart) = (0, 0));
        AssertReturns(lab, least: 10_000, most: 22_000);
    }

    [Theory]
    [InlineData("cancelled")]
    [InlineData("hung")]
    [InlineData("superseded")]
    public void Trial_after_many_that_told_nothing_still_comes_and_closes(string how)
    {
        var lab = new RouterHarness();
        lab.RunUntil(() => lab[0].Attempts > 5 && lab[1].Attempts > 5, Healthy);
        lab.FailTogether(lab[0], 5, AttemptOutcome.ServerError);
        var lost = new List<RoutedRequest>();
        while (lost.Count < 10)
        {
            lab.Advance(10);
            var request = lab.Begin();
            if (request[0].Reason == DecisionReason.Probe)
            {
                Lose(lab, request, how);
                lost.Add(request);
            }
            else
            {
                lab.Answer(request, 1);
            }
        }

        AssertReturns(lab, least: 500, most: 12_000);
    }

    /// <summary>The trial never tells what its upstream is like.</summary>
    private static void Lose(RouterHarness lab, RoutedRequest trial, string how)
    {
        switch (how)
        {
            case "cancelled":
                lab.End(trial, AttemptOutcome.ClientAbort);
                break;
            case "superseded":
                Assert.True(lab.Router.TryBeginHedge(trial));
                Assert.True(lab.Router.Feedback.Supersede(trial, 0));
                lab.Answer(trial, 1);
                break;
        }
    }

    private static void AssertReturns(RouterHarness lab, double least, double most)
    {
        if (lab.Transitions.Count == 0)
        {
            lab.FailTogether(lab[0], 5, AttemptOutcome.ServerError);
        }

        var began = lab.Router.Now;
        lab.RunUntil(() => lab.Transitions.Contains("u0 closed"), Healthy, most: 5_000);
        Assert.InRange((lab.Router.Now - began) / 1e3, least, most);
    }
}
