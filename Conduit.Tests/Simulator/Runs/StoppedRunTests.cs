using Conduit.Simulator.Load;
using Conduit.Simulator.Reports;
using Conduit.Simulator.Runs;
using Conduit.Simulator.Runs.Target;
using Conduit.Tests.Integration;
using Conduit.Tests.Proxy;
using Conduit.Tests.Simulator.Scenarios;
using Microsoft.AspNetCore.Http;

namespace Conduit.Tests.Simulator.Runs;

public sealed class StoppedRunTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_stopped_while_it_waits_for_the_last_answers_gives_them_up_and_is_not_complete()
    {
        await using var backend = await Backend.StartAsync(
            "silent", context => context.Request.Path == "/metrics" ? context.Response.WriteAsync("", Stop) : Backend.Hang(context));
        var scenario = ScenarioText.Good("client: { timeout: 10m }\nphases: [ { for: 200ms, rate: 50 } ]\nexpect: { success: \">= 0%\" }");
        var target = new LabTarget { Address = backend.Address, Controls = new Dictionary<string, Uri>(StringComparer.Ordinal) };
        using var control = LoadClient.Create(RunningProxy.Patience);
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var run = new LiveRun(scenario, new RunSettings(scenario.Seed), target, control, TimeProvider.System);
        var running = run.RunAsync(interrupt.Token);
        await Until.TrueAsync(() => run.Progress is { InFlight: > 0 } now && now.Elapsed == now.Length, RunningProxy.Patience, "all are sent, none is answered");

        await interrupt.CancelAsync();

        var result = await running.WaitAsync(RunningProxy.Patience, TimeProvider.System, Stop);
        var report = LiveReport.Of(result);
        Assert.Equal((0L, false, 0.2), (report.Requests, report.Complete, report.ElapsedSeconds));
        Assert.Null(Assert.Single(report.Expectations).Met);
        Assert.Contains(report.Warnings, warning => warning.Contains("given up on their way", StringComparison.Ordinal));
    }
}
