using Conduit.Lab;
using Conduit.Simulator.Load;
using Conduit.Simulator.Recordings;
using Conduit.Simulator.Runs.Target;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Runs;

/// <summary>One run against a real target. Runs once; <see cref="Progress"/> may be read from any thread meanwhile.</summary>
internal sealed class LiveRun
{
    private readonly Workload _workload;
    private readonly TargetLoad _load;
    private readonly OpenLoop _loop;

    /// <summary>One round of a scenario.</summary>
    /// <param name="scenario">What to run.</param>
    /// <param name="settings">Seed and rate.</param>
    /// <param name="target">Where to, already checked.</param>
    /// <param name="control">For control ports and counters; not for the load.</param>
    /// <param name="time">The clock.</param>
    /// <param name="measured">Told of each finished request, from many threads.</param>
    public LiveRun(Scenario scenario, RunSettings settings, LabTarget target, HttpMessageInvoker control, TimeProvider time, Action<Measurement>? measured = null)
        : this(Workload.Of(scenario, settings), target, control, time, measured)
    {
    }

    /// <param name="workload">What to send and break.</param>
    /// <param name="target">Where to, already checked.</param>
    /// <param name="control">For control ports and counters; not for the load.</param>
    /// <param name="time">The clock.</param>
    /// <param name="measured">Told of each finished request, from many threads.</param>
    /// <param name="recording">Where each request is written down; null: nowhere.</param>
    public LiveRun(Workload workload, LabTarget target, HttpMessageInvoker control, TimeProvider time, Action<Measurement>? measured = null, RecordingWriter? recording = null)
    {
        _workload = workload;
        _load = new TargetLoad(workload.Plan, target, control, time, measured, recording);
        _loop = new OpenLoop(workload, target, [_load], control, time);
    }

    /// <summary>The faults in force now.</summary>
    public IEnumerable<Fault> ActiveFaults
        => _loop.Elapsed is { } now ? _workload.Plan.FaultsInForce(now).Select(fault => fault.Fault) : [];

    /// <summary>How the run stands now; null before it has begun.</summary>
    public RunProgress? Progress => _loop.Elapsed is { } elapsed ? At(elapsed) : null;

    /// <summary>Runs to the end, or until stopped; then its faults are cleared and the result is what was measured by then.</summary>
    /// <param name="stop">Ends the run early.</param>
    public async Task<RunResult> RunAsync(CancellationToken stop) => (await _loop.RunAsync(stop))[0];

    private RunProgress At(TimeSpan elapsed) => _load.Measurements.Read(view =>
    {
        var recent = view.Recent.Sum();
        var plan = _workload.Plan;
        return new RunProgress
        {
            Elapsed = elapsed,
            Length = plan.Length,
            Phase = plan.Scenario.Phases[plan.PhaseAt(elapsed)].Name,
            Rate = _workload.RateAt(elapsed),
            Requests = view.Whole.Requests,
            InFlight = _load.InFlight,
            SuccessRate = recent.SuccessRate,
            P50 = recent.Latency.Percentile(50),
            P99 = recent.Latency.Percentile(99),
            Shares = recent.Upstreams.Keys.Order(StringComparer.Ordinal).ToDictionary(name => name, name => recent.Share(name) ?? 0, StringComparer.Ordinal),
            ActiveFaults = [.. plan.FaultsInForce(elapsed).Select(fault => fault.Fault.Name)],
        };
    });
}
