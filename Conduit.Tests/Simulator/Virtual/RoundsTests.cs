using Conduit.Routing;
using Conduit.Simulator.Load;
using Conduit.Simulator.Reports;
using Conduit.Simulator.Runs;
using Conduit.Simulator.Virtual;
using Conduit.Tests.Simulator.Scenarios;

namespace Conduit.Tests.Simulator.Virtual;

/// <summary>Virtual runs that go through their scenario again and again.</summary>
public sealed class RoundsTests
{
    [Fact]
    public void Length_of_one_round_is_the_run_itself()
        => Assert.Equal(Report("tour", null), Report("tour", TimeSpan.FromSeconds(120)));

    [Fact]
    public void Rounds_of_the_same_seed_are_the_same_to_the_byte()
        => Assert.Equal(Report("crash", TimeSpan.FromMinutes(5)), Report("crash", TimeSpan.FromMinutes(5)));

    [Theory]
    [InlineData("error, status: 404", 1.0)]
    [InlineData("refuse", 0.0)]
    [InlineData("crash", 0.0)]
    [InlineData("hang", 0.0)]
    public void Faults_of_every_kind_come_in_every_round(string kind, double success)
    {
        var report = Run(
            $$"""
            upstreams: { alpha: { latency: 1ms, distribution: constant } }
            client: { arrivals: uniform, timeout: 100ms }
            phases: [ { name: calm, for: 2s, rate: 100 }, { name: trouble, for: 2s, rate: 100 } ]
            faults: [ { name: bad, at: 2s, for: 2s, on: alpha, kind: {{kind}} } ]
            """,
            TimeSpan.FromSeconds(11),
            bare: true);

        Assert.Equal((1100, 2.75, 11.0, true), (report.Requests, report.Rounds, report.ElapsedSeconds, report.Complete));
        Assert.Equal([600L, 500L], report.Phases.Select(phase => phase.Requests));
        Assert.Equal(500, Assert.Single(report.Faults).Requests);
        Assert.Equal(success, report.Faults[0].SuccessRate!.Value, 0.01);
        Assert.InRange(report.Phases[0].SuccessRate!.Value, 0.99, 1);
    }

    [Fact]
    public void Pause_over_the_end_of_a_round_goes_on_in_the_next()
    {
        var report = Run(
            """
            upstreams: { alpha: { latency: 1ms, distribution: constant } }
            client: { arrivals: uniform, timeout: 10s }
            proxy: { Routing: { AttemptTimeout: 5s } }
            phases: [ { for: 2s, rate: 10 } ]
            faults:
              - { name: first, at: 0s, for: 1s, on: alpha, kind: pause, every: 2s, length: 1s }
              - { name: last, at: 1500ms, for: 500ms, on: alpha, kind: pause, every: 2s, length: 1s }
            """,
            TimeSpan.FromSeconds(4),
            bare: true);

        // Begun at 1.5 s it waits for both pauses, at 3.5 s only for the run's end.
        Assert.Equal(1500.1, report.LatencyMs.Max!.Value, 1.0);
    }

    [Fact]
    public void Length_below_the_scenarios_cuts_it_and_its_fault()
    {
        var report = Run(
            """
            upstreams: { alpha: {} }
            phases: [ { name: one, for: 2s, rate: 100 }, { name: two, for: 2s, rate: 100 } ]
            faults: [ { at: 1s, for: 2s, on: alpha, kind: latency, add: 1ms } ]
            """,
            TimeSpan.FromSeconds(1.5));

        Assert.Equal((null, 1.5, true, 0L), (report.Rounds, report.ElapsedSeconds, report.Complete, report.Phases[1].Requests));
        Assert.InRange(report.Faults[0].Requests, 20, 90);
    }

    private static string Report(string scenario, TimeSpan? length)
        => ReportJson.Write(Run(VirtualRuns.Shipped(scenario), length));

    private static RunReport Run(string scenario, TimeSpan? length, bool bare = false) => Run(ScenarioText.Good(scenario), length, bare);

    private static RunReport Run(Conduit.Simulator.Scenarios.Model.Scenario scenario, TimeSpan? length, bool bare = false)
    {
        var options = VirtualRunOptions.TryCreate(scenario, PolicyNames.Adaptive, bare, out _)!;
        return VirtualReport.Of(new VirtualRun(Workload.Of(scenario, new RunSettings(scenario.Seed), length), options).Run(TestContext.Current.CancellationToken));
    }
}
