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
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly Workload _workload;
    private readonly RunPlan _plan;
    private readonly LabTarget _target;
    private readonly HttpMessageInvoker _control;
    private readonly TimeProvider _time;
    private readonly Action<Measurement>? _measured;
    private readonly RecordingWriter? _recording;
    private readonly Measurements _measurements;
    private readonly InFlight _inFlight = new();
    private RunClock? _clock;

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
        _recording = recording;
        _workload = workload;
        _plan = workload.Plan;
        _target = target;
        _control = control;
        _time = time;
        _measured = measured;
        _measurements = new Measurements(_plan);
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
        using var sender = new RequestSender(_target.Address, _workload.Scenario, _time);
        var counters = new CounterProbe(_control, _time, _target.Address);
        await counters.ReadAsync(TimeSpan.Zero, CancellationToken.None);

        var clock = new RunClock(_time);
        Volatile.Write(ref _clock, clock);
        var faults = new FaultDriver(_control, _target, _plan, clock);
        var faultsSet = SetFaultsAsync(faults, end);
        var boundaries = ReadCountersAsync(counters, clock, end.Token);
        using var abandon = new CancellationTokenSource();

        await SendAllAsync(sender, clock, end.Token, abandon.Token);
        var reached = clock.Elapsed < _plan.Length ? clock.Elapsed : _plan.Length;
        var warnings = end.IsCancellationRequested ? await faults.ClearAsync() : [];
        await DrainAsync(end.IsCancellationRequested, abandon);
        await boundaries;
        var problem = await faultsSet;
        await counters.ReadAsync(_plan.Length, CancellationToken.None);
        return new RunResult
        {
            Workload = _workload,
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
            foreach (var arrival in _workload.Arrivals)
            {
                await pacer.WaitAsync(arrival.At, end);
                _measurements.AddLag(clock.Elapsed - arrival.At);
                _inFlight.Begin();
                _ = SendAsync(sender, clock, arrival, abandon);
            }

            await pacer.WaitAsync(_plan.Length, end);
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
            _recording?.Add(arrival.Number, new RecordedRequest(arrival.At, arrival.Request, answer, measurement.Latency));
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            // Given up with the run: it has no outcome.
            _recording?.Add(arrival.Number, new RecordedRequest(arrival.At, arrival.Request));
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
        try
        {
            foreach (var moment in _plan.Boundaries())
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
        return _measurements.Read(view =>
        {
            var recent = view.Recent.Sum();
            return new RunProgress
            {
                Elapsed = elapsed < _plan.Length ? elapsed : _plan.Length,
                Length = _plan.Length,
                Phase = _workload.Scenario.Phases[_plan.PhaseAt(elapsed)].Name,
                Rate = _workload.RateAt(elapsed),
                Requests = view.Whole.Requests,
                InFlight = _inFlight.Count,
                SuccessRate = recent.SuccessRate,
                P50 = recent.Latency.Percentile(50),
                P99 = recent.Latency.Percentile(99),
                Shares = recent.Upstreams.Keys.Order(StringComparer.Ordinal).ToDictionary(name => name, name => recent.Share(name) ?? 0, StringComparer.Ordinal),
                ActiveFaults = [.. _plan.FaultsInForce(elapsed).Select(fault => fault.Fault.Name)],
            };
        });
    }
}
