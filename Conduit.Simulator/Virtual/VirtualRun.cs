using Conduit.Lab;
using Conduit.Simulator.Load;
using Conduit.Simulator.Recordings;
using Conduit.Simulator.Runs;
using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Virtual.Clients;
using Conduit.Simulator.Virtual.Events;
using Conduit.Simulator.Virtual.Proxies;
using Conduit.Simulator.Virtual.Upstreams;

namespace Conduit.Simulator.Virtual;

/// <summary>
/// One run of a scenario in virtual time: the real router and executor among modelled clients, network and upstreams. A
/// pure function of scenario, settings and policy, whatever the machine does meanwhile: all of it runs on the thread
/// that calls <see cref="Run"/>.
/// </summary>
internal sealed class VirtualRun
{
    private const int LooksAround = 1024;

    private readonly Scenario _scenario;
    private readonly Workload _workload;
    private readonly VirtualRunOptions _options;
    private readonly RecordingWriter? _recording;
    private double _progress;

    /// <summary>One round of a scenario.</summary>
    public VirtualRun(Scenario scenario, RunSettings settings, VirtualRunOptions options)
        : this(Workload.Of(scenario, settings), options)
    {
    }

    /// <param name="workload">What to send and break.</param>
    /// <param name="options">What to decide by.</param>
    /// <param name="recording">Where each request is written down; null: nowhere.</param>
    public VirtualRun(Workload workload, VirtualRunOptions options, RecordingWriter? recording = null)
    {
        _recording = recording;
        _scenario = workload.Scenario;
        _workload = workload;
        _options = options;
    }

    /// <summary>How much of the run is done, 0 to 1; may be read from any thread.</summary>
    public double Progress => Volatile.Read(ref _progress);

    /// <summary>Runs to the end, or until stopped; then the result is what was measured by then.</summary>
    /// <exception cref="InvalidOperationException">The model is broken.</exception>
    public VirtualResult Run(CancellationToken stop = default)
    {
        // A synchronization context would take continuations to other threads.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return RunHere(stop);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private VirtualResult RunHere(CancellationToken stop)
    {
        var network = _scenario.Network;
        var routing = _options.Proxy().Routing;
        var time = new VirtualTime(network.Rtt / 2, network.Refuse - (network.Rtt / 2), _scenario.Client.Timeout, routing.AttemptTimeout, TimeSpan.Zero);
        var seeds = new RunSeeds(_workload.Settings.Seed);
        var upstreams = Upstreams(seeds, time);
        var measurements = new Measurements(_workload.Plan, watched: false);
        List<VirtualProxy> proxies = [];
        try
        {
            for (var i = 0; i < _scenario.Client.Proxies; i++)
            {
                var options = _options.Proxy();
                options.Routing.Seed ^= seeds.Proxy(i);
                proxies.Add(new VirtualProxy(_options.Policy, options, upstreams, _scenario.Client.Timeout, time));
            }

            var client = new VirtualClient(_scenario.Client, _options.Proxy().BufferedBodyBytes, proxies, seeds.Client, measurements, _recording, time);
            var reached = Drive(client, time, stop);
            return new VirtualResult(_workload, _options.Policy, [.. upstreams.Select(upstream => upstream.Name)], reached, measurements);
        }
        finally
        {
            proxies.ForEach(proxy => proxy.Dispose());
        }
    }

    private List<ModelledUpstream> Upstreams(RunSeeds seeds, VirtualTime time)
    {
        var faults = _scenario.Faults.ToLookup(fault => fault.Fault.On!, StringComparer.Ordinal);
        return
        [
            .. LabUpstreams.Of(_scenario).Select(model => new ModelledUpstream(
                model,
                _scenario.Network,
                new RepeatedFaults(faults.Contains(model.Name) ? new FaultSet(faults[model.Name]) : FaultSet.Empty, _workload.Plan),
                seeds.Upstreams,
                time)),
        ];
    }

    /// <returns>How far it got.</returns>
    private TimeSpan Drive(VirtualClient client, VirtualTime time, CancellationToken stop)
    {
        foreach (var arrival in _workload.Arrivals)
        {
            time.AdvanceTo(arrival.At);
            if (arrival.Number % LooksAround == 0)
            {
                Volatile.Write(ref _progress, arrival.At / _workload.Plan.Length);
                if (stop.IsCancellationRequested)
                {
                    return arrival.At;
                }
            }

            client.Send(arrival);
            time.ThrowIfFailed();
        }

        time.RunToEnd(stop);
        return client.InFlight == 0 || stop.IsCancellationRequested
            ? _workload.Plan.Length
            : throw new InvalidOperationException($"{client.InFlight} requests of the virtual run never ended: what they wait for is not in its time.");
    }
}
