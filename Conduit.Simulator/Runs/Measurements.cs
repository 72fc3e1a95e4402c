using Conduit.Simulator.Load;

namespace Conduit.Simulator.Runs;

/// <summary>Everything a run measures, in memory that does not grow with the number of requests. Thread-safe.</summary>
internal sealed class Measurements
{
    private readonly Lock _lock = new();
    private readonly Tally _whole = new();
    private readonly Tally[] _phases;
    private readonly FaultWatch[] _faults;
    private readonly RecentTally _recent = new();
    private readonly StepTallies _steps;
    private readonly bool _watched;

    /// <param name="plan">Whose phases and faults are told apart; all rounds of one are taken together.</param>
    /// <param name="watched">Whether somebody looks on, and wants to know of the last seconds.</param>
    public Measurements(RunPlan plan, bool watched = true)
    {
        _watched = watched;
        _phases = [.. plan.Scenario.Phases.Select(_ => new Tally())];
        _faults = [.. plan.Scenario.Faults.Select(fault => new FaultWatch(fault, plan))];
        _steps = new StepTallies(plan.Length, plan.Scenario.Faults.Select(fault => fault.Fault.On!));
    }

    /// <summary>Takes in a finished request.</summary>
    public void Add(in Measurement measurement)
    {
        lock (_lock)
        {
            _whole.Add(measurement);
            _phases[measurement.Phase].Add(measurement);
            _steps.Add(measurement);
            if (_watched)
            {
                _recent.Add(measurement);
            }

            foreach (var fault in _faults)
            {
                fault.Add(measurement);
            }
        }
    }

    /// <summary>Reads what has been measured, while nothing changes.</summary>
    public void Read(Action<MeasurementView> read) => Read(view =>
    {
        read(view);
        return true;
    });

    /// <summary>Reads what has been measured, while nothing changes.</summary>
    public T Read<T>(Func<MeasurementView, T> read)
    {
        lock (_lock)
        {
            return read(new MeasurementView(_whole, _phases, _faults, _recent, _steps));
        }
    }
}

/// <summary>What <see cref="Measurements.Read{T}"/> shows; not to be kept.</summary>
internal readonly record struct MeasurementView(
    Tally Whole, IReadOnlyList<Tally> Phases, IReadOnlyList<FaultWatch> Faults, RecentTally Recent, StepTallies Steps);
