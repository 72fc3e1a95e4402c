using Conduit.Lab;
using Conduit.Simulator.Load;
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
    private readonly Scenario _scenario;
    private readonly RunSettings _settings;
    private readonly LabTarget _target;
    private readonly HttpMessageInvoker _control;
    private readonly TimeProvider _time;
    private readonly TargetLoad _load;
    private RunClock? _clock;

    /// <param name="scenario">What to run.</param>
    /// <param name="settings">Seed and rate.</param>
    /// <param name="target">Where to, already checked.</param>
    /// <param name="control">For control ports and counters; not for the _load.</param>
    /// <param name="time">The clock.</param>
    /// <param name="measured">Told of each finished request, from many threads.</param>
    public LiveRun(Scenario scenario, RunSettings settings, LabTarget target, HttpMessageInvoker control, TimeProvider time, Action<Measurement>? measured = null)
    {
        _scenario = scenario;
        _settings = settings;
        _target = target;
        _control = control;
        _time = time;
        _load = new TargetLoad(scenario, target, control, time, measured);
    }

    /// <summary>The faults in force now.</summary>
    public IEnumerable<Fault> ActiveFaults
        => Volatile.Read(ref _clock)?.Elapsed is { } now
            ? _scenario.Faults.Where(fault => fault.IsInForce(now)).Select(fault => fault.Fault)
            : [];

    /// <summary>How the run stands now; null before it has begun.</summary>
    public RunProgress? Progress => Volatile.Read(ref _clock) is { } clock ? At(clock.Elapsed) : null;

    /// <summary>Runs to the end, or until stopped; then its faults are cleared and the result is what was measured by then.</summary>
    /// <param name="stop">Ends the run early.</param>
    public async Task<RunResult> RunAsync(CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var sender = new RequestSender(_target.Address, _scenario, _time, _target.Version);
        await _load.Counters.ReadAsync(TimeSpan.Zero, CancellationToken.None);

        var clock = new RunClock(_time);
        Volatile.Write(ref _clock, clock);
        var faults = new FaultDriver(_control, _target, _scenario.Faults, clock);
        var faultsSet = faults.RunAsync(end);
        var boundaries = _load.Counters.FollowAsync(_scenario, clock, end.Token);

        using var abandon = new CancellationTokenSource();
        await Pacer.RunAsync(() => SendAll(sender, clock, end.Token, abandon.Token));
        var reached = clock.Elapsed < _scenario.Length ? clock.Elapsed : _scenario.Length;
        // A fault that is being set right now is waited for: taken back before it is in force, it would outlive the run.
        var problem = await faultsSet;
        var warnings = end.IsCancellationRequested ? await faults.ClearAsync() : [];
        await _load.DrainAsync(end.IsCancellationRequested, abandon);
        await boundaries;
        await _load.Counters.ReadAsync(_scenario.Length, CancellationToken.None);
        return new RunResult
        {
            Scenario = _scenario,
            Settings = _settings,
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
        foreach (var arrival in new ArrivalSchedule(_scenario, _settings.Seed, _settings.RateFactor).All())
        {
            if (!pacer.Wait(arrival.At))
            {
                // Stopped: what was sent until now is the run.
                return;
            }

            _load.Send(sender, arrival, clock, abandon);
        }

        pacer.Wait(_scenario.Length);
    }

    private RunProgress At(TimeSpan elapsed)
    {
        var phase = _scenario.Phases.LastOrDefault(candidate => candidate.Start <= elapsed) ?? _scenario.Phases[0];
        var inPhase = Math.Min((elapsed - phase.Start).TotalSeconds, phase.For.TotalSeconds);
        return _load.Measurements.Read(view =>
        {
            var recent = view.Recent.Sum();
            return new RunProgress
            {
                Elapsed = elapsed < _scenario.Length ? elapsed : _scenario.Length,
                Length = _scenario.Length,
                Phase = phase.Name,
                Rate = new RateCurve(phase, _settings.RateFactor).RateAt(inPhase),
                Requests = view.Whole.Requests,
                InFlight = _load.InFlight,
                SuccessRate = recent.SuccessRate,
                P50 = recent.Latency.Percentile(50),
                P99 = recent.Latency.Percentile(99),
                Shares = recent.Upstreams.Keys.Order(StringComparer.Ordinal).ToDictionary(name => name, name => recent.Share(name) ?? 0, StringComparer.Ordinal),
                ActiveFaults = [.. _scenario.Faults.Where(fault => fault.IsInForce(elapsed)).Select(fault => fault.Fault.Name)],
            };
        });
    }
}
