using Conduit.Simulator.Reports;
using Conduit.Simulator.Runs;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Serve;

/// <summary>One run of the served simulator, from being accepted to its report. Thread-safe: each part is written once and read as a whole.</summary>
internal sealed class RunEntry
{
    private volatile LiveRun? _run;
    private volatile RunEnd? _end;

    public RunEntry(string id, Scenario scenario, ulong seed, DateTimeOffset startedAt)
    {
        Id = id;
        Scenario = scenario;
        Seed = seed;
        StartedAt = startedAt;
    }

    public string Id { get; }

    public Scenario Scenario { get; }

    public ulong Seed { get; }

    public DateTimeOffset StartedAt { get; }

    public void Began(LiveRun run) => _run = run;

    public void Ended(RunState state, RunReport? report, string? problem) => _end = new RunEnd(state, report, problem);

    public RunDocument Document()
    {
        var end = _end;
        var progress = _run?.Progress;
        return new RunDocument
        {
            Id = Id,
            Scenario = Scenario.Name,
            Seed = Seed,
            State = end?.State ?? RunState.Running,
            StartedAt = StartedAt,
            Phase = end is null ? progress?.Phase : null,
            ElapsedSeconds = end?.Report?.ElapsedSeconds ?? Math.Round(progress?.Elapsed.TotalSeconds ?? 0, 1),
            Report = end?.Report,
            Problem = end?.Problem,
        };
    }

    private sealed record RunEnd(RunState State, RunReport? Report, string? Problem);
}
