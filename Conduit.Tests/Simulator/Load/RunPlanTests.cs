using Conduit.Simulator.Load;
using Conduit.Tests.Simulator.Scenarios;

namespace Conduit.Tests.Simulator.Load;

public sealed class RunPlanTests
{
    private const string Scenario = """
        phases: [ { name: calm, for: 6s, rate: 1 }, { name: end, for: 4s, rate: 1 } ]
        faults:
          - { name: slow, at: 2s, for: 4s, on: alpha, kind: latency, add: 1s }
          - { name: dead, at: 8s, for: 2s, on: beta, kind: crash }
        """;

    [Theory]
    [InlineData(null, 9, 9)]
    [InlineData(null, 10, 10)]
    [InlineData(25, 12, 2)]
    [InlineData(25, 20, 0)]
    [InlineData(25, 25, 10)]
    [InlineData(4, 3, 3)]
    [InlineData(4, 4, 10)]
    public void Moment_lies_in_its_round_and_after_the_run_at_the_scenarios_end(int? length, int at, int expected)
        => Assert.Equal(Seconds(expected), Of(length).InRound(Seconds(at)));

    [Fact]
    public void Phase_of_a_moment_is_that_of_its_round_and_at_the_end_the_last_one_reached()
    {
        Assert.Equal([0, 1, 0, 1, 0, 0], new[] { 0, 6, 10, 17, 24, 25 }.Select(at => Of(25).PhaseAt(Seconds(at))));
        Assert.Equal(0, Of(3).PhaseAt(Seconds(9)));
    }

    [Fact]
    public void Faults_come_in_every_round_and_end_with_the_run()
    {
        var plan = Of(24);

        Assert.Equal([(2.0, 6.0), (8.0, 10.0)], Places(plan, 3));
        Assert.Equal([(12.0, 16.0), (18.0, 20.0)], Places(plan, 13));
        Assert.Equal([(22.0, 24.0)], Places(plan, 23));
        Assert.Equal([(2.0, 3.0)], Places(Of(3), 0));
        Assert.Equal(["slow"], plan.FaultsInForce(Seconds(13)).Select(fault => fault.Fault.Name));
        Assert.Empty(plan.FaultsInForce(Seconds(24)));
    }

    [Fact]
    public void Boundaries_are_each_begin_and_end_within_the_run_once()
        => Assert.Equal(
            [2, 6, 8, 10, 12, 16, 18, 20, 22],
            Of(24).Boundaries().Select(moment => moment.TotalSeconds));

    [Fact]
    public void Spans_of_a_stretch_are_one_a_round_cut_at_the_runs_end()
        => Assert.Equal([(Seconds(2), Seconds(6)), (Seconds(12), Seconds(16)), (Seconds(22), Seconds(23))], Of(23).Spans(Seconds(2), Seconds(6)));

    private static IEnumerable<(double, double)> Places(RunPlan plan, int at)
        => plan.FaultsAround(Seconds(at)).Select(fault => (fault.From.TotalSeconds, fault.To.TotalSeconds));

    private static RunPlan Of(int? length) => new(ScenarioText.Good(Scenario), length is { } seconds ? Seconds(seconds) : null);

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
