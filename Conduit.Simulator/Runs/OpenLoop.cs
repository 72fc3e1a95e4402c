using Conduit.Simulator.Load;
using Conduit.Simulator.Runs.Faults;
using Conduit.Simulator.Runs.Target;

namespace Conduit.Simulator.Runs;

/// <summary>
/// A workload sent to one target or to several over the same upstreams: an open loop, so arrivals keep to their schedule
/// however slow the answers are. Every target gets every request, the same one at the same moment. Runs once;
/// <see cref="Elapsed"/> may be read from any thread meanwhile.
/// </summary>
internal sealed class OpenLoop
{
    // For requests on their way when the run is stopped.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly Workload _workload;
    private readonly RunPlan _plan;
    private readonly LabTarget _upstreams;
    private readonly TargetLoad[] _loads;
    private readonly HttpMessageInvoker _control;
    private readonly TimeProvider _time;
    private RunClock? _clock;

    /// <param name="workload">What to send and break.</param>
    /// <param name="upstreams">Whose faults are set.</param>
    /// <param name="loads">One for each target.</param>
    /// <param name="control">For control ports; not for the load.</param>
    /// <param name="time">The clock.</param>
    public OpenLoop(Workload workload, LabTarget upstreams, IEnumerable<TargetLoad> loads, HttpMessageInvoker control, TimeProvider time)
    {
        _workload = workload;
        _plan = workload.Plan;
        _upstreams = upstreams;
        _loads = [.. loads];
        _control = control;
        _time = time;
    }

    /// <summary>How long it has been running, the run's length at most; null before it has begun.</summary>
    public TimeSpan? Elapsed => Volatile.Read(ref _clock) is { } clock ? Capped(clock.Elapsed) : null;

    /// <summary>Runs to the end, or until stopped; then its faults are cleared and the results are what was measured by then.</summary>
    /// <param name="stop">Ends the run early.</param>
    /// <returns>One result a target, in their order.</returns>
    public async Task<IReadOnlyList<RunResult>> RunAsync(CancellationToken stop)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var abandon = new CancellationTokenSource();
        RequestSender[] senders = [.. _loads.Select(load => new RequestSender(load.Target.Address, _workload.Scenario, _time, load.Target.Version))];
        try
        {
            await EachAsync(load => load.Counters.ReadAsync(TimeSpan.Zero, CancellationToken.None));
            var clock = new RunClock(_time);
            Volatile.Write(ref _clock, clock);
            var faults = new FaultDriver(_control, _upstreams, _plan, clock);
            var faultsSet = faults.RunAsync(end);
            var boundaries = EachAsync(load => load.Counters.FollowAsync(_plan, clock, end.Token));

            await Pacer.RunAsync(() => SendAll(senders, clock, end.Token, abandon.Token));
            var reached = Capped(clock.Elapsed);
            // A fault that is being set right now is waited for: taken back before it is in force, it would outlive the run.
            var problem = await faultsSet;
            var warnings = end.IsCancellationRequested ? await faults.ClearAsync() : [];
            // Who stops the run now waits for answers no longer than who stopped it before.
            await using (end.Token.Register(() => abandon.CancelAfter(Grace)))
            {
                await EachAsync(load => load.DrainAsync());
            }

            var cut = abandon.IsCancellationRequested;
            await boundaries;
            await EachAsync(load => load.Counters.ReadAsync(_plan.Length, CancellationToken.None));
            return [.. _loads.Select(load => new RunResult
            {
                Workload = _workload,
                Target = load.Target,
                StartedAt = clock.StartedAt,
                Reached = reached,
                Cut = cut,
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
        foreach (var arrival in _workload.Arrivals)
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

        pacer.Wait(_plan.Length);
    }

    private Task EachAsync(Func<TargetLoad, Task> work) => Task.WhenAll(_loads.Select(work));

    private TimeSpan Capped(TimeSpan elapsed) => elapsed < _plan.Length ? elapsed : _plan.Length;
}
