using Conduit.Routing;
using Conduit.Simulator.Reports;
using Conduit.Simulator.Virtual;

namespace Conduit.Tests.Simulator.Virtual;

public sealed class DeterminismTests
{
    public static TheoryData<string> Policies => [.. VirtualPolicies.All];

    [Theory]
    [MemberData(nameof(Policies))]
    public void Report_of_the_same_scenario_and_seed_is_the_same_to_the_byte(string policy)
        => Assert.Equal(Report(policy), Report(policy));

    [Fact]
    public void Report_from_a_busy_machine_is_the_same_to_the_byte()
    {
        var calm = Report(PolicyNames.Adaptive);
        var busy = new string[4 * Environment.ProcessorCount];

        Parallel.For(0, busy.Length, new ParallelOptions { MaxDegreeOfParallelism = busy.Length, CancellationToken = TestContext.Current.CancellationToken }, i =>
        {
            busy[i] = Report(PolicyNames.Adaptive);
            GC.Collect();
        });

        Assert.All(busy, report => Assert.Equal(calm, report));
    }

    [Fact]
    public void Report_from_under_a_synchronization_context_is_the_same_to_the_byte()
    {
        var free = Report(PolicyNames.Adaptive);
        var context = SynchronizationContext.Current;
        try
        {
            SynchronizationContext.SetSynchronizationContext(new Elsewhere());

            Assert.Equal(free, Report(PolicyNames.Adaptive));
            Assert.IsType<Elsewhere>(SynchronizationContext.Current);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    [Fact]
    public void Report_of_another_seed_is_another_one()
    {
        var scenario = VirtualRuns.Shipped("tour");

        Assert.NotEqual(VirtualRuns.Run(scenario, seed: 1).LatencyMs, VirtualRuns.Run(scenario, seed: 2).LatencyMs);
    }

    [Fact]
    public void Report_of_a_virtual_run_knows_no_clock_and_no_target()
    {
        var report = VirtualRuns.Run(VirtualRuns.Shipped("steady"));

        Assert.Equal(("virtual", "Adaptive", 30.0, true), (report.Mode, report.Policy, report.ElapsedSeconds, report.Complete));
        Assert.Equal((null, null, null), (report.Target, report.StartedAt, report.ScheduleLagMs));
        Assert.Empty(report.Warnings);
    }

    /// <summary>Everything on board that may go wrong: several proxies, retries, timeouts, queues and every kind of fault.</summary>
    private static string Report(string policy) => ReportJson.Write(VirtualRuns.Run(
        """
        seed: 5
        upstreams:
          alpha: { latency: 10ms, capacity: 8 }
          beta: { latency: 10ms, distribution: lognormal, p99: 60ms }
          gamma: { latency: 20ms, capacity: 8, slowdown: linear }
          delta: { latency: 10ms, rateLimit: 60 }
          epsilon: { latency: 10ms, capacity: 2, overload: reject }
        client: { timeout: 300ms, retries: 1, proxies: 2 }
        proxy: { Routing: { AttemptTimeout: 200ms } }
        phases:
          - { name: all, for: 12s, rate: 500 }
        faults:
          - { at: 1s, for: 8s, on: alpha, kind: hang, probability: 0.1 }
          - { at: 1s, for: 3s, on: beta, kind: reset, probability: 0.2 }
          - { at: 2s, for: 2s, on: gamma, kind: crash }
          - { at: 3s, for: 4s, on: delta, kind: truncate, probability: 0.5 }
          - { at: 4s, for: 2s, on: epsilon, kind: refuse }
          - { at: 5s, for: 3s, on: beta, kind: pause, every: 500ms, length: 100ms }
          - { at: 6s, for: 3s, on: gamma, kind: latency, add: 50ms, jitter: 20ms }
          - { at: 7s, for: 2s, on: epsilon, kind: error, status: 500, paths: "/orders*" }
        requests:
          - { weight: 3, path: "/items/{n}" }
          - { weight: 1, method: POST, path: "/orders", body: 1KiB }
          - { weight: 1, method: PUT, path: "/files/{n}", body: 1MiB }
        """,
        policy));

    /// <summary>Takes whatever it is given to another thread.</summary>
    private sealed class Elsewhere : SynchronizationContext;
}
