using System.Runtime.CompilerServices;
using Conduit.Simulator.Load;
using Conduit.Simulator.Runs;
using Conduit.Simulator.Runs.Target;
using Conduit.Simulator.Serve;
using Conduit.Tests.Simulator.Scenarios;

namespace Conduit.Tests.Simulator.Serve;

public sealed class RunHistoryTests
{
    [Fact]
    public void History_of_more_than_twenty_runs_keeps_the_last_twenty_newest_first()
    {
        var history = new RunHistory(TimeProvider.System);
        var scenario = ScenarioText.Good("phases: [ { for: 1s, rate: 1 } ]");
        for (var run = 0; run < 25; run++)
        {
            history.Add(history.Create(scenario, seed: 0));
        }

        Assert.Equal(Enumerable.Range(6, 20).Reverse().Select(id => $"{id}"), history.Runs.Select(run => run.Id));
    }

    [Fact]
    public void Run_that_has_ended_is_told_of_without_what_it_measured_in_detail()
    {
        var scenario = ScenarioText.Good("phases: [ { for: 1s, rate: 1 } ]");
        var entry = new RunHistory(TimeProvider.System).Create(scenario, seed: 0);
        var run = Begin(entry);

        entry.Ended(RunState.Cancelled, report: null, problem: "why");
        GC.Collect();

        Assert.False(run.IsAlive);
        var document = entry.Document();
        Assert.Equal((RunState.Cancelled, 0, "why"), (document.State, document.ElapsedSeconds, document.Problem));
    }

    // In a method of its own: this one's locals would hold it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Begin(RunEntry entry)
    {
        var target = new LabTarget { Address = new Uri("http://localhost"), Controls = new Dictionary<string, Uri>(StringComparer.Ordinal) };
        using var control = LoadClient.Create(TimeSpan.FromSeconds(1));
        var run = new LiveRun(entry.Scenario, new RunSettings(0), target, control, TimeProvider.System);
        entry.Began(run);
        return new WeakReference(run);
    }
}
