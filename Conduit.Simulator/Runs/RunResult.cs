using Conduit.Simulator.Load;
using Conduit.Simulator.Runs.Target;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Runs;

/// <summary>A live run after its end, be that early or not.</summary>
internal sealed record RunResult
{
    public required Workload Workload { get; init; }

    public Scenario Scenario => Workload.Scenario;

    public RunSettings Settings => Workload.Settings;

    public required LabTarget Target { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How far the run got.</summary>
    public required TimeSpan Reached { get; init; }

    /// <summary>Requests were given up on their way: the figures lack the slowest.</summary>
    public bool Cut { get; init; }

    public required Measurements Measurements { get; init; }

    /// <summary>How late the requests were sent.</summary>
    public required LatencyRecord Lag { get; init; }

    public required CounterProbe Counters { get; init; }

    /// <summary>What made the run end early; null where it did not, or where it was stopped on purpose.</summary>
    public RunProblem? Problem { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    public bool Complete => Problem is null && !Cut && Reached >= Workload.Plan.Length;
}
