using Conduit.Simulator.Reports;
using Conduit.Tests.Simulator.Scenarios;

namespace Conduit.Tests.Simulator.Reports;

public sealed class JudgeTests
{
    private const string Scenario = """
        upstreams: { alpha: {}, gone: {} }
        phases: [ { name: only, for: 30s, rate: 1 } ]
        faults: [ { name: slow, at: 10s, for: 10s, on: alpha, kind: hang } ]
        expect:
          success: ">= 99.9%"
          p50: "< 10ms"
          p90: "<= 20ms"
          p95: "<= 30ms"
          p99: "<= 40ms"
          p999: "<= 50ms"
          mean: "> 1ms"
          max: "== 60ms"
          during:
            - { phase: only, success: "== 100%" }
            - { fault: slow, share: { alpha: "<= 1%", gone: "<= 1%" }, shiftWithin: 1s, recoverWithin: 5s }
        """;

    [Fact]
    public void All_expectations_that_hold_are_met()
    {
        var verdicts = Judge.All(ScenarioText.Good(Scenario), Report());

        Assert.Equal(
            ["success 99.9% True", "p50 9ms True", "p90 20ms True", "p95 30ms True", "p99 40ms True", "p999 50ms True", "mean 5ms True", "max 60ms True",
             "only: success 100% True", "slow: share alpha 0.5% True", "slow: share gone  False", "slow: shiftWithin 750ms True", "slow: recoverWithin 5000ms True"],
            verdicts.Select(verdict => $"{verdict.Name} {verdict.Actual} {verdict.Met}"));
    }

    [Fact]
    public void Value_just_beyond_its_bound_is_missed()
    {
        var report = Report() with { SuccessRate = 0.9989, LatencyMs = new LatencyReport(1, 10, 20.001, 30.001, 40.001, 50.001, 60.001) };

        Assert.All(Judge.All(ScenarioText.Good(Scenario), report).Take(8), verdict => Assert.False(verdict.Met, verdict.Name));
    }

    [Fact]
    public void Value_that_was_not_reached_is_missed()
    {
        var report = Report();
        report = report with { Faults = [report.Faults[0] with { ShiftMs = null, RecoverMs = null }] };

        Assert.Equal([(null, false), (null, false)], Judge.All(ScenarioText.Good(Scenario), report).TakeLast(2).Select(verdict => (verdict.Actual, verdict.Met!.Value)));
    }

    [Fact]
    public void Run_that_ended_early_is_not_judged()
        => Assert.All(Judge.All(ScenarioText.Good(Scenario), Report() with { Complete = false }), verdict => Assert.Null(verdict.Met));

    private static RunReport Report() => new(new SectionReport { SuccessRate = 0.999, LatencyMs = new LatencyReport(5, 9, 20, 30, 40, 50, 60) })
    {
        Scenario = "s",
        Seed = 1,
        Mode = "live",
        RateFactor = 1,
        ElapsedSeconds = 30,
        Complete = true,
        Phases = [new PhaseReport(new SectionReport { SuccessRate = 1 }) { Name = "only", AtMs = 0, ForMs = 30_000 }],
        Faults =
        [
            new FaultReport(new SectionReport { Upstreams = new Dictionary<string, UpstreamReport>(StringComparer.Ordinal) { ["alpha"] = new(null, 0.005, null) } })
            {
                Name = "slow",
                On = "alpha",
                Kind = "hang",
                AtMs = 10_000,
                ForMs = 10_000,
                ShiftMs = 750,
                RecoverMs = 5_000,
            },
        ],
        Expectations = [],
        Warnings = [],
    };
}
