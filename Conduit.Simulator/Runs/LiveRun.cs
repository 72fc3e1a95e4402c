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
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly Scenario _scenario;
    private readonly RunSettings _settings;
    private readonly LabTarget _target;
    private readonly HttpMessageInvoker _control;
    private readonly TimeProvider _time;
    private readonly Action<Measurement>? _measured;
    private readonly Measurements _measurements;
    private readonly InFlight _inFlight = new();
    private RunClock? _clock;

    /// <param name="scenario">What to run.</param>
    /// <param name="settings">Seed and rate.</param>
    /// <param name="target">Where to, already checked.</param>
    /// <param name="control">For control ports and counters; not for the load.</param>
    /// <param name="time">The clock.</param>
    /// <param name="measured">Told of each finished request, from many threads.</param>
    public LiveRun(Scenario scenario, RunSettings settings, LabTarget target, HttpMessageInvoker control, TimeProvider time, Action<Measurement>? measured = null)
    {
        _scenario = scenario;
        _settings = settings;
        _target = target;
        _control = control;
        _time = time;
        _measured = measured;
        _measurements = new Measurements(scenario);
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
        using var sender = new RequestSender(_target.Address, _scenario, _time);
        var counters = new CounterProbe(_control, _time, _target.Address);
        await counters.ReadAsync(TimeSpan.Zero, CancellationToken.None);

        var clock = new RunClock(_time);
        Volatile.Write(ref _clock, clock);
        var faults = new FaultDriver(_control, _target, _scenario.Faults, clock);
        var faultsSet = SetFaultsAsync(faults, end);
        var boundaries = ReadCountersAsync(counters, clock, end.Token);
        using var abandon = new CancellationTokenSource();

        await SendAllAsync(sender, clock, end.Token, abandon.Token);
        var reached = clock.Elapsed < _scenario.Length ? clock.Elapsed : _scenario.Length;
        // A fault that is being set right now is waited for: taken back before it is in force, it would outlive the run.
        var problem = await faultsSet;
        var warnings = end.IsCancellationRequested ? await faults.ClearAsync() : [];
        await DrainAsync(end.IsCancellationRequested, abandon);
        await boundaries;
        await counters.ReadAsync(_scenario.Length, CancellationToken.None);
        return new RunResult
        {
            Scenario = _scenario,
            Settings = _settings,
            Target = _target,
            StartedAt = clock.StartedAt,
            Reached = reached,
            Measurements = _measurements,
            Counters = counters,
            Problem = problem,
            Warnings = warnings,
        };
    }

    private async Task SendAllAsync(RequestSender sender, RunClock clock, CancellationToken end, CancellationToken abandon)
    {
        var pacer = new Pacer(clock);
        try
        {
            foreach (var arrival in new ArrivalSchedule(_scenario, _settings.Seed, _settings.RateFactor).All())
            {
                await pacer.WaitAsync(arrival.At, end);
                _measurements.AddLag(clock.Elapsed - arrival.At);
                _inFlight.Begin();
                _ = SendAsync(sender, clock, arrival, abandon);
            }

            await pacer.WaitAsync(_scenario.Length, end);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Stopped: what was sent until now is the run.
        }
    }

    private async Task SendAsync(RequestSender sender, RunClock clock, Arrival arrival, CancellationToken abandon)
    {
        try
        {
            var answer = await sender.SendAsync(arrival, abandon);
            var measurement = new Measurement(arrival.Phase, arrival.At, clock.Elapsed - arrival.At, answer);
            _measurements.Add(measurement);
            _measured?.Invoke(measurement);
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            // Given up with the run: it has no outcome.
        }
        finally
        {
            _inFlight.End();
        }
    }

    private async Task DrainAsync(bool stopped, CancellationTokenSource abandon)
    {
        if (stopped)
        {
            abandon.CancelAfter(Grace);
        }

        await _inFlight.WhenEmptyAsync();
    }

    private static async Task<RunProblem?> SetFaultsAsync(FaultDriver faults, CancellationTokenSource end)
    {
        try
        {
            var problem = await faults.RunAsync(end.Token);
            if (problem is not null)
            {
                await end.CancelAsync();
            }

            return problem;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task ReadCountersAsync(CounterProbe counters, RunClock clock, CancellationToken end)
    {
        var moments = _scenario.Phases.Select(phase => phase.Start)
            .Concat(_scenario.Faults.SelectMany(fault => new[] { fault.From, fault.To }))
            .Where(moment => moment > TimeSpan.Zero && moment < _scenario.Length)
            .Distinct()
            .Order();
        try
        {
            foreach (var moment in moments)
            {
                if (moment - clock.Elapsed is { Ticks: > 0 } wait)
                {
                    await Task.Delay(wait, _time, end);
                }

                await counters.ReadAsync(moment, end);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Stopped: the remaining moments are never reached.
        }
    }

    private RunProgress At(TimeSpan elapsed)
    {
        var phase = _scenario.Phases.LastOrDefault(candidate => candidate.Start <= elapsed) ?? _scenario.Phases[0];
        var inPhase = Math.Min((elapsed - phase.Start).TotalSeconds, phase.For.TotalSeconds);
        return _measurements.Read(view =>
        {
            var recent = view.Recent.Sum();
            return new RunProgress
            {
                Elapsed = elapsed < _scenario.Length ? elapsed : _scenario.Length,
                Length = _scenario.Length,
                Phase = phase.Name,
                Rate = new RateCurve(phase, _settings.RateFactor).RateAt(inPhase),
                Requests = view.Whole.Requests,
                InFlight = _inFlight.Count,
                SuccessRate = recent.SuccessRate,
                P50 = recent.Latency.Percentile(50),
                P99 = recent.Latency.Percentile(99),
                Shares = recent.Upstreams.Keys.Order(StringComparer.Ordinal).ToDictionary(name => name, name => recent.Share(name) ?? 0, StringComparer.Ordinal),
                ActiveFaults = [.. _scenario.Faults.Where(fault => fault.IsInForce(elapsed)).Select(fault => fault.Fault.Name)],
            };
        });
    }
}
