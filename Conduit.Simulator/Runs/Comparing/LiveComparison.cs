using Conduit.Simulator.Load;
using Conduit.Simulator.Runs.Faults;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Runs.Comparing;

/// <summary>
/// One run of a scenario against several targets over the same upstreams. Every target gets every request, the same one at
/// the same moment, so that all meet the same load and the same faults; who is served first changes from request to
/// request. Runs once; <see cref="Progress"/> may be read from any thread meanwhile.
/// </summary>
internal sealed class LiveComparison
{
    private readonly Scenario _scenario;
    private readonly RunSettings _settings;
    private readonly TargetLineup _lineup;
    private readonly HttpMessageInvoker _control;
    private readonly TimeProvider _time;
    private readonly TargetLoad[] _loads;
    private RunClock? _clock;

    /// <param name="scenario">What to run.</param>
    /// <param name="settings">Seed and rate; the rate is each target's.</param>
    /// <param name="lineup">Where to, already checked.</param>
    /// <param name="control">For control ports and counters; not for the load.</param>
    /// <param name="time">The clock.</param>
    public LiveComparison(Scenario scenario, RunSettings settings, TargetLineup lineup, HttpMessageInvoker control, TimeProvider time)
    {
        _scenario = scenario;
        _settings = settings;
        _lineup = lineup;
        _control = control;
        _time = time;
        _loads = [.. lineup.Targets.Select(target => new TargetLoad(scenario, target.Target, control, time))];
    }

    /// <summary>How the comparison stands now; null before it has begun.</summary>
    public ComparisonProgress? Progress => Volatile.Read(ref _clock) is { } clock ? At(clock.Elapsed) : null;

    /// <summary>Runs to the end, or until stopped; then its faults are cleared and the results are what was measured by then.</summary>
    /// <param name="stop">Ends the run early.</param>
    /// <returns>One result a target, in their order.</returns>
    public async Task<IReadOnlyList<RunResult>> RunAsync(CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var abandon = new CancellationTokenSource();
        RequestSender[] senders = [.. _loads.Select(load => new RequestSender(load.Target.Address, _scenario, _time, load.Target.Version))];
        try
        {
            await EachAsync(load => load.Counters.ReadAsync(TimeSpan.Zero, CancellationToken.None));
            var clock = new RunClock(_time);
            Volatile.Write(ref _clock, clock);
            var faults = new FaultDriver(_control, _lineup.Upstreams, _scenario.Faults, clock);
            var faultsSet = faults.RunAsync(end);
            var boundaries = EachAsync(load => load.Counters.FollowAsync(_scenario, clock, end.Token));

            await Pacer.RunAsync(() => SendAll(senders, clock, end.Token, abandon.Token));
            var reached = clock.Elapsed < _scenario.Length ? clock.Elapsed : _scenario.Length;
            // As in a run: what is being set right now is waited for.
            var problem = await faultsSet;
            var warnings = end.IsCancellationRequested ? await faults.ClearAsync() : [];
            await EachAsync(load => load.DrainAsync(end.IsCancellationRequested, abandon));
            await boundaries;
            await EachAsync(load => load.Counters.ReadAsync(_scenario.Length, CancellationToken.None));
            return [.. _loads.Select(load => new RunResult
            {
                Scenario = _scenario,
                Settings = _settings,
                Target = load.Target,
                StartedAt = clock.StartedAt,
                Reached = reached,
                Measurements = load.Measurements,
                Lag = load.Lag,
                Counters = load.Counters,
                Problem = problem,
                Warnings = warnings,
            })];
        }
        finally
        {
            Array.ForEach(senders, sender => sender.Dispose());
        }
    }

    private void SendAll(RequestSender[] senders, RunClock clock, CancellationToken end, CancellationToken abandon)
    {
        var pacer = new Pacer(clock, end);
        foreach (var arrival in new ArrivalSchedule(_scenario, _settings.Seed, _settings.RateFactor).All())
        {
            if (!pacer.Wait(arrival.At))
            {
                // Stopped: what was sent until now is the run.
                return;
            }

            // Whoever is served first is served a little earlier: each in turn.
            var first = (int)(arrival.Number % (ulong)_loads.Length);
            for (var i = 0; i < _loads.Length; i++)
            {
                var index = (first + i) % _loads.Length;
                _loads[index].Send(senders[index], arrival, clock, abandon);
            }
        }

        pacer.Wait(_scenario.Length);
    }

    private Task EachAsync(Func<TargetLoad, Task> work) => Task.WhenAll(_loads.Select(work));

    private ComparisonProgress At(TimeSpan elapsed)
    {
        var phase = _scenario.Phases.LastOrDefault(candidate => candidate.Start <= elapsed) ?? _scenario.Phases[0];
        return new ComparisonProgress
        {
            Elapsed = elapsed < _scenario.Length ? elapsed : _scenario.Length,
            Length = _scenario.Length,
            Phase = phase.Name,
            Rate = new RateCurve(phase, _settings.RateFactor).RateAt(Math.Min((elapsed - phase.Start).TotalSeconds, phase.For.TotalSeconds)),
            ActiveFaults = [.. _scenario.Faults.Where(fault => fault.IsInForce(elapsed)).Select(fault => fault.Fault.Name)],
            Targets = [.. _lineup.Targets.Zip(_loads, Stands)],
        };
    }

    private static TargetProgress Stands(ComparedTarget target, TargetLoad load) => load.Measurements.Read(view =>
    {
        var recent = view.Recent.Sum();
        return new TargetProgress(target.Name, load.InFlight, recent.SuccessRate, recent.Latency.Percentile(50), recent.Latency.Percentile(99));
    });
}
