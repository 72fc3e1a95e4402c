using System.Diagnostics;
using System.Diagnostics.Metrics;
using Conduit.Lab;
using Conduit.Routing.Telemetry;
using Conduit.Simulator.Load;
using Conduit.Simulator.Runs;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Serve;

/// <summary>What the load's users feel, as metrics. Thread-safe.</summary>
internal sealed class ClientMeter : IDisposable
{
    public const string Name = "Conduit.Simulator";

    private readonly Meter _meter;
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;
    private readonly Lock _lock = new();
    private readonly HashSet<(string Upstream, FaultKind Kind)> _faults = [];
    private volatile LiveRun? _run;

    public ClientMeter(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _requests = _meter.CreateCounter<long>("conduit.client.requests", null, "Requests the simulated users made.");
        _duration = _meter.CreateHistogram(
            "conduit.client.request.duration",
            "s",
            "From the intended start to the end of the answer.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = RoutingMeter.LatencyBuckets });
        _meter.CreateObservableGauge("conduit.fault.active", ActiveFaults, null, "1 while the simulator has the fault in force, 0 otherwise.");
    }

    /// <summary>Makes a scenario's series known before anything has happened in it.</summary>
    public void Announce(Scenario scenario)
    {
        lock (_lock)
        {
            _faults.UnionWith(scenario.Faults.Select(fault => (fault.Fault.On!, fault.Fault.Kind)));
        }

        foreach (var phase in scenario.Phases)
        {
            foreach (var outcome in ClientOutcomes.All)
            {
                _requests.Add(0, Tags(scenario, phase, outcome));
            }
        }
    }

    /// <summary>From now on this run's faults are those in force; null: none is.</summary>
    public void Follow(LiveRun? run) => _run = run;

    public void Add(Scenario scenario, in Measurement measurement)
    {
        var tags = Tags(scenario, scenario.Phases[measurement.Phase], measurement.Answer.Outcome);
        _requests.Add(1, tags);
        _duration.Record(measurement.Latency.TotalSeconds, tags);
    }

    public void Dispose() => _meter.Dispose();

    private static TagList Tags(Scenario scenario, Phase phase, ClientOutcome outcome)
        => new() { { "scenario", scenario.Name }, { "phase", phase.Name }, { "outcome", outcome.Key() } };

    private IEnumerable<Measurement<int>> ActiveFaults()
    {
        var active = _run?.ActiveFaults.Select(fault => (fault.On!, fault.Kind)).ToHashSet() ?? [];
        lock (_lock)
        {
            return
            [
                .. _faults.Select(fault => new Measurement<int>(
                    active.Contains(fault) ? 1 : 0,
                    new KeyValuePair<string, object?>("upstream", fault.Upstream),
                    new KeyValuePair<string, object?>("kind", FaultKinds.Name(fault.Kind)))),
            ];
        }
    }
}
