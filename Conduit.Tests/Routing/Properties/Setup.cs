using Conduit.Routing;

namespace Conduit.Tests.Routing.Properties;

/// <summary>A router to play a history on.</summary>
/// <param name="Policy">Its policy.</param>
/// <param name="Upstreams">How many upstreams it starts with.</param>
/// <param name="Number">What seed and options are drawn from; 0 for the defaults.</param>
public sealed record Setup(string Policy, int Upstreams, int Number)
{
    internal const int MostUpstreams = 12;

    private uint _draw;

    internal RouterOptions Options()
    {
        if (Number == 0)
        {
            return new();
        }

        _draw = 0;
        var openFor = Milliseconds(10, 800);
        var options = new RouterOptions
        {
            Seed = (ulong)Number,
            AttemptTimeout = Milliseconds(50, 5_000),
            SlowStart = Milliseconds(0, 3_000),
            MaxRoutes = Draw(1, 5),
            Exploration = { Epsilon = Draw(0, 20) / 100.0, Burst = Draw(1, 5), StaleAfter = Milliseconds(10, 5_000) },
            Breaker =
            {
                ConsecutiveFailures = Draw(1, 6), ConnectFailures = Draw(1, 4), FailureRatio = Draw(10, 100) / 100.0, MinimumSamples = Draw(1, 30),
                OpenFor = openFor, MaxOpenFor = openFor * Draw(1, 4), MaxOpenForLongOutage = openFor * Draw(4, 10), LongOutageAfter = Milliseconds(1_000, 20_000),
                TrialInterval = Milliseconds(0, 400), TrialSuccesses = Draw(1, 4), UnsafeTrialAfter = Milliseconds(0, 5_000), ForgetAfter = Milliseconds(0, 10_000),
                MaxEjectedFraction = Draw(0, 100) / 100.0, AllMayOpenAfter = Milliseconds(0, 2_000),
            },
            Failover = { MaxAttempts = Draw(1, 4), BudgetPerRequest = Draw(0, 5) / 10.0, BudgetStart = Draw(0, 10), BudgetCap = Draw(10, 30) },
            Hedging = { MinDelay = Milliseconds(0, 20), Quantile = Draw(50, 99) / 100.0, BudgetPerRequest = Draw(0, 5) / 20.0, BudgetCap = Draw(1, 20) },
        };
        return options;
    }

    public override string ToString()
    {
        var options = Options();
        var (breaker, failover) = (options.Breaker, options.Failover);
        return $"{Policy}, {Upstreams} upstreams, options {Number}"
            + (Number == 0 ? " (the defaults)" : $": seed {options.Seed}, attempt timeout {options.AttemptTimeout:c}, slow start {options.SlowStart:c}, routes {options.MaxRoutes}, "
            + $"exploration {options.Exploration.Epsilon} burst {options.Exploration.Burst} after {options.Exploration.StaleAfter:c}, "
            + $"breaker {breaker.ConsecutiveFailures} failures, {breaker.ConnectFailures} to connect, ratio {breaker.FailureRatio} of {breaker.MinimumSamples}, "
            + $"open {breaker.OpenFor:c} to {breaker.MaxOpenFor:c} and {breaker.MaxOpenForLongOutage:c} after {breaker.LongOutageAfter:c}, "
            + $"trial each {breaker.TrialInterval:c}, {breaker.TrialSuccesses} to close, unsafe after {breaker.UnsafeTrialAfter:c}, forget {breaker.ForgetAfter:c}, "
            + $"ejected at most {breaker.MaxEjectedFraction}, all after {breaker.AllMayOpenAfter:c}, "
            + $"attempts {failover.MaxAttempts}, retries {failover.BudgetStart} + {failover.BudgetPerRequest} up to {failover.BudgetCap}, "
            + $"hedges {options.Hedging.BudgetPerRequest} up to {options.Hedging.BudgetCap}");
    }

    private int Draw(int least, int most) => least + new Chance((ulong)Number).Below(most - least + 1, 0, _draw++);

    private TimeSpan Milliseconds(int least, int most) => TimeSpan.FromMilliseconds(Draw(least, most));
}
