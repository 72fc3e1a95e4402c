using Conduit.Lab;
using Conduit.Simulator.Load;
using Conduit.Simulator.Recordings;
using Conduit.Simulator.Runs.Faults;
using Conduit.Simulator.Runs.Target;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Runs;

/// <summary>
/// One run of a scenario against a real target: an open loop, so arrivals keep to their schedule however slow the
/// answers are. Runs once; <see cref="Progress"/> may be read from any thread meanwhile.
/// </summary>
internal sealed class LiveRun
{
    private readonly Workload _workload;
    private readonly RunPlan _plan;
    private readonly LabTarget _target;
    private readonly HttpMessageInvoker _control;
    private readonly TimeProvider _time;
    private readonly TargetLoad _load;
    private RunClock? _clock;

    /// <summary>One round of a scenario.</summary>
    /// <param name="scenario">What to run.</param>
    /// <param name="settings">Seed and rate.</param>
    /// <param name="target">Where to, already checked.</param>
    /// <param name="control">For control ports and counters; not for the _load.</param>
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
        _plan = workload.Plan;
        _target = target;
        _control = control;
        _time = time;
        _load = new TargetLoad(_plan, target, control, time, measured, recording);
    }

    /// <summary>The faults in force now.</summary>
    public IEnumerable<Fault> ActiveFaults
        => Volatile.Read(ref _clock)?.Elapsed is { } now
            ? _plan.FaultsInForce(now).Select(fault => fault.Fault)
            : [];

    /// <summary>How the run stands now; null before it has begun.</summary>
    public RunProgress? Progress => Volatile.Read(ref _clock) is { } clock ? At(clock.Elapsed) : null;

    /// <summary>Runs to the end, or until stopped; then its faults are cleared and the result is what was measured by then.</summary>
    /// <param name="stop">Ends the run early.</param>
    public async Task<RunResult> RunAsync(CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var sender = new RequestSender(_target.Address, _workload.Scenario, _time, _target.Version);
        await _load.Counters.ReadAsync(TimeSpan.Zero, CancellationToken.None);

        var clock = new RunClock(_time);
        Volatile.Write(ref _clock, clock);
        var faults = new FaultDriver(_control, _target, _plan, clock);
        var faultsSet = faults.RunAsync(end);
        var boundaries = _load.Counters.FollowAsync(_plan, clock, end.Token);

        using var abandon = new CancellationTokenSource();
        await Pacer.RunAsync(() => SendAll(sender, clock, end.Token, abandon.Token));
        var reached = clock.Elapsed < _plan.Length ? clock.Elapsed : _plan.Length;
        // A fault that is being set right now is waited for: taken back before it is in force, it would outlive the run.
        var problem = await faultsSet;
        var warnings = end.IsCancellationRequested ? await faults.ClearAsync() : [];
        await _load.DrainAsync(end.IsCancellationRequested, abandon);
        await boundaries;
        await _load.Counters.ReadAsync(_plan.Length, CancellationToken.None);
        return new RunResult
        {
            Workload = _workload,
            Target = _target,
            StartedAt = clock.StartedAt,
            Reached = reached,
            Measurements = _load.Measurements,
            Lag = _load.Lag,
            Counters = _load.Counters,
            Problem = problem,
            Warnings = warnings,
        };
    }

    private void SendAll(RequestSender sender, RunClock clock, CancellationToken end, CancellationToken abandon)
    {
        var pacer = new Pacer(clock, end);
        foreach (var arrival in _workload.Arrivals)
        {
            if (!pacer.Wait(arrival.At))
            {
                // Stopped: what was sent until now is the run.
                return;
            }

            _load.Send(sender, arrival, clock, abandon);
        }

        pacer.Wait(_plan.Length);
    }

    private RunProgress At(TimeSpan elapsed)
    {
        return _load.Measurements.Read(view =>
        {
            var recent = view.Recent.Sum();
            return new RunProgress
            {
                Elapsed = elapsed < _plan.Length ? elapsed : _plan.Length,
                Length = _plan.Length,
                Phase = _workload.Scenario.Phases[_plan.PhaseAt(elapsed)].Name,
                Rate = _workload.RateAt(elapsed),
                Requests = view.Whole.Requests,
                InFlight = _load.InFlight,
                SuccessRate = recent.SuccessRate,
                P50 = recent.Latency.Percentile(50),
                P99 = recent.Latency.Percentile(99),
                Shares = recent.Upstreams.Keys.Order(StringComparer.Ordinal).ToDictionary(name => name, name => recent.Share(name) ?? 0, StringComparer.Ordinal),
                ActiveFaults = [.. _plan.FaultsInForce(elapsed).Select(fault => fault.Fault.Name)],
            };
        });
    }
}
