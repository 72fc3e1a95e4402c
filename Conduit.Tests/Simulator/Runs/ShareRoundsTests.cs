using Conduit.Simulator.Load;
using Conduit.Simulator.Runs;
using Conduit.Tests.Simulator.Scenarios;

namespace Conduit.Tests.Simulator.Runs;

/// <summary>Shift and recovery of a fault that comes again: 10 s to 15 s of each 30 s.</summary>
public sealed class ShareRoundsTests
{
    private const string Scenario = """
        client: { timeout: 1s }
        phases: [ { for: 30s, rate: 1 } ]
        faults: [ { at: 10s, for: 5s, on: alpha, kind: hang } ]
        """;

    // A second that begins a window before traffic is back holds over half of it.
    private const double Early = 0.25;

    [Fact]
    public void Longest_of_all_rounds_is_told()
        => Assert.Equal((Seconds(2), Seconds(3 - Early)), Of(90, 90, (1, 0.5), (2, 3), (0.5, 1)));

    [Fact]
    public void Round_in_which_traffic_never_left_or_never_came_back_makes_it_none()
    {
        Assert.Equal((null, Seconds(1 - Early)), Of(90, 90, (1, 1), (9, 1), (1, 1)));
        Assert.Null(Of(90, 90, (1, 1), (1, 99), (1, 1)).Recovery);
    }

    [Fact]
    public void Round_that_the_runs_end_cut_short_counts_only_if_traffic_moved()
    {
        Assert.Equal((Seconds(2), Seconds(1 - Early)), Of(73, 73, (2, 1), (2, 1), (9, 99)));
        Assert.Equal((Seconds(2.5), Seconds(1 - Early)), Of(74, 74, (2, 1), (2, 1), (2.5, 99)));
        Assert.Equal((null, null), Of(13, 13, (9, 99)));
    }

    private static (TimeSpan? Shift, TimeSpan? Recovery) Of(int length, int reached, params (double Shift, double Recovery)[] rounds)
    {
        var plan = new RunPlan(ScenarioText.Good(Scenario), TimeSpan.FromSeconds(length));
        var watch = new ShareRounds(plan.Scenario.Faults[0], plan);
        // Two of five milliseconds' requests go to alpha while it is trusted.
        for (var at = TimeSpan.Zero; at < plan.Length; at += TimeSpan.FromMilliseconds(1))
        {
            var round = (int)(at / plan.Round);
            var (shift, recovery) = rounds[round];
            var inRound = plan.InRound(at).TotalSeconds;
            var wasBack = round == 0 || rounds[round - 1].Recovery < 15;
            var trusted = inRound >= 15 + recovery || (inRound < 10 + shift && (inRound >= 10 || wasBack));
            watch.Add(at, trusted && at.Milliseconds % 5 < 2 ? "alpha" : "beta");
        }

        return (watch.Shift(TimeSpan.FromSeconds(reached)), watch.Recovery(TimeSpan.FromSeconds(reached)));
    }

    private static TimeSpan? Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
