namespace Conduit.Routing;

/// <summary>The ranges of <see cref="RouterOptions"/>.</summary>
public static class RouterOptionsCheck
{
    /// <summary>Notes every value out of its range.</summary>
    /// <param name="options">What to check.</param>
    /// <param name="mistakes">Where to note it.</param>
    public static void Check(RouterOptions options, OptionMistakes mistakes)
    {
        mistakes.Range(options.AttemptTimeout, Milliseconds(1), TimeSpan.FromMinutes(10));
        mistakes.Range(options.Deadline, Milliseconds(1), TimeSpan.FromMinutes(30));
        mistakes.Require(options.Deadline >= options.AttemptTimeout, options.Deadline, $"at least AttemptTimeout, {options.AttemptTimeout:c}");
        mistakes.Range(options.SlowStart, TimeSpan.Zero, TimeSpan.FromMinutes(10));

        mistakes.Range(options.MaxRoutes, 1, 256);

        mistakes.Range(options.Exploration.Epsilon, 0, 0.5);
        mistakes.Range(options.Exploration.Burst, 1, 100);
        mistakes.Range(options.Exploration.StaleAfter, Milliseconds(10), TimeSpan.FromMinutes(10));

        mistakes.Range(options.Breaker.ConsecutiveFailures, 1, 1_000);
        mistakes.Range(options.Breaker.ConnectFailures, 1, 1_000);
        mistakes.Range(options.Breaker.FailureRatio, 0.01, 1);
        mistakes.Range(options.Breaker.MinimumSamples, 1, 100_000);
        mistakes.Range(options.Breaker.OpenFor, Milliseconds(10), TimeSpan.FromMinutes(5));
        mistakes.Range(options.Breaker.MaxOpenFor, options.Breaker.OpenFor, TimeSpan.FromMinutes(30));
        mistakes.Range(options.Breaker.MaxOpenForLongOutage, options.Breaker.MaxOpenFor, TimeSpan.FromHours(1));
        mistakes.Range(options.Breaker.LongOutageAfter, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        mistakes.Range(options.Breaker.TrialInterval, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        mistakes.Range(options.Breaker.UnsafeTrialAfter, TimeSpan.Zero, TimeSpan.FromHours(1));
        mistakes.Range(options.Breaker.TrialSuccesses, 1, 1_000);
        mistakes.Range(options.Breaker.ForgetAfter, TimeSpan.Zero, TimeSpan.FromDays(1));
        mistakes.Range(options.Breaker.MaxEjectedFraction, 0, 1);
        mistakes.Range(options.Breaker.AllMayOpenAfter, TimeSpan.Zero, TimeSpan.FromMinutes(10));

        mistakes.Range(options.Failover.MaxAttempts, 1, RoutedRequest.MaxAttempts);
        mistakes.Range(options.Failover.MinDelay, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        mistakes.Range(options.Failover.MaxDelay, options.Failover.MinDelay, TimeSpan.FromSeconds(10));
        mistakes.Range(options.Failover.BudgetPerRequest, 0, 10);
        mistakes.Range(options.Failover.BudgetCap, 1, 100_000);
        mistakes.Range(options.Failover.BudgetStart, 0, options.Failover.BudgetCap);

        mistakes.Range(options.Hedging.MinDelay, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        mistakes.Range(options.Hedging.Quantile, 0.5, 0.9999);
        mistakes.Range(options.Hedging.BudgetPerRequest, 0, 1);
        mistakes.Range(options.Hedging.BudgetCap, 1, 100_000);
    }

    private static TimeSpan Milliseconds(double value) => TimeSpan.FromMilliseconds(value);
}
