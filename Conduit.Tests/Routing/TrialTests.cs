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
