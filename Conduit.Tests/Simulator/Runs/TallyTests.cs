using Conduit.Simulator.Load;
using Conduit.Simulator.Runs;

namespace Conduit.Tests.Simulator.Runs;

public sealed class TallyTests
{
    [Fact]
    public void Add_of_each_outcome_counts_complete_answers_below_500_other_than_429_as_success()
    {
        var tally = new Tally();
        foreach (var outcome in ClientOutcomes.All)
        {
            tally.Add(Ended(outcome));
        }

        Assert.Equal((8, 2), (tally.Requests, tally.Success));
        Assert.Equal(0.25, tally.SuccessRate);
        Assert.All(ClientOutcomes.All, outcome => Assert.Equal(1, tally.Count(outcome)));
    }

    [Fact]
    public void Share_counts_only_requests_whose_upstream_is_known()
    {
        var tally = new Tally();
        tally.Add(Ended(ClientOutcome.Success, "alpha"));
        tally.Add(Ended(ClientOutcome.Success, "beta"));
        tally.Add(Ended(ClientOutcome.Timeout));

        Assert.Equal(0.5, tally.Share("alpha"));
        Assert.Equal(0, tally.Share("gamma"));
        Assert.Null(new Tally().Share("alpha"));
    }

    [Fact]
    public void Percentiles_of_a_uniform_spread_are_exact_to_three_digits()
    {
        var tally = new Tally();
        for (var i = 1; i <= 1_000; i++)
        {
            tally.Add(Ended(ClientOutcome.Success, latency: i / 10.0));
        }

        Assert.Equal(50.0, tally.Latency.Percentile(50)!.Value, 0.05);
        Assert.Equal(99.0, tally.Latency.Percentile(99)!.Value, 0.1);
        Assert.Equal(99.9, tally.Latency.Percentile(99.9)!.Value, 0.1);
        Assert.Equal(50.05, tally.Latency.Mean!.Value, 1e-9);
        Assert.Equal(100, tally.Latency.Max);
        Assert.Equal(100, tally.Latency.Percentile(100));
    }

    [Fact]
    public void Percentile_of_nothing_is_unknown()
        => Assert.Equal((null, null, null), (new Tally().Latency.Percentile(50), new Tally().Latency.Mean, new Tally().Latency.Max));

    [Fact]
    public void Recent_sum_forgets_what_ended_more_than_seconds_ago()
    {
        var recent = new RecentTally();
        recent.Add(Ended(ClientOutcome.ServerError, at: 0.5));
        recent.Add(Ended(ClientOutcome.Success, at: 2.5));
        Assert.Equal(2, recent.Sum().Requests);

        recent.Add(Ended(ClientOutcome.Success, at: 5.5));
        Assert.Equal((2, 1), (recent.Sum().Requests, recent.Sum().SuccessRate!.Value));

        recent.Add(Ended(ClientOutcome.Success, at: 1_000));
        Assert.Equal(1, recent.Sum().Requests);
    }

    private static Measurement Ended(ClientOutcome outcome, string? upstream = null, double latency = 1, double at = 0)
        => new(0, TimeSpan.FromSeconds(at), TimeSpan.FromMilliseconds(latency), new Answer(outcome, upstream));
}
