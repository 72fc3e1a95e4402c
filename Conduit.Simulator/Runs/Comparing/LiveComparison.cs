using Conduit.Simulator.Load;

namespace Conduit.Simulator.Runs.Comparing;

/// <summary>
/// One run against several targets over the same upstreams, so that all meet the same load and the same faults. Runs once;
/// <see cref="Progress"/> may be read from any thread meanwhile.
/// </summary>
internal sealed class LiveComparison
{
    private readonly Workload _workload;
    private readonly TargetLineup _lineup;
    private readonly TargetLoad[] _loads;
    private readonly OpenLoop _loop;

    /// <param name="workload">What to send and break; each target gets all of it.</param>
    /// <param name="lineup">Where to, already checked.</param>
    /// <param name="control">For control ports and counters; not for the load.</param>
    /// <param name="time">The clock.</param>
    public LiveComparison(Workload workload, TargetLineup lineup, HttpMessageInvoker control, TimeProvider time)
    {
        _workload = workload;
        _lineup = lineup;
        _loads = [.. lineup.Targets.Select(target => new TargetLoad(workload.Plan, target.Target, control, time))];
        _loop = new OpenLoop(workload, lineup.Upstreams, _loads, control, time);
    }

    /// <summary>How the comparison stands now; null before it has begun.</summary>
    public ComparisonProgress? Progress => _loop.Elapsed is { } elapsed ? At(elapsed) : null;

    /// <summary>Runs to the end, or until stopped; then its faults are cleared and the results are what was measured by then.</summary>
    /// <param name="stop">Ends the run early.</param>
    /// <returns>One result a target, in their order.</returns>
    public Task<IReadOnlyList<RunResult>> RunAsync(CancellationToken stop) => _loop.RunAsync(stop);

    private ComparisonProgress At(TimeSpan elapsed)
    {
        var plan = _workload.Plan;
        return new ComparisonProgress
        {
            Elapsed = elapsed,
            Length = plan.Length,
            Phase = plan.Scenario.Phases[plan.PhaseAt(elapsed)].Name,
            Rate = _workload.RateAt(elapsed),
            ActiveFaults = [.. plan.FaultsInForce(elapsed).Select(fault => fault.Fault.Name)],
            Targets = [.. _lineup.Targets.Zip(_loads, Stands)],
        };
    }

    private static TargetProgress Stands(ComparedTarget target, TargetLoad load) => load.Measurements.Read(view =>
    {
        var recent = view.Recent.Sum();
        return new TargetProgress(target.Name, load.InFlight, recent.SuccessRate, recent.Latency.Percentile(50), recent.Latency.Percentile(99));
    });
}
