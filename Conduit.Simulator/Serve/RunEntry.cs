using Conduit.Simulator.Reports;
using Conduit.Simulator.Runs;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Serve;

/// <summary>One run of the served simulator, from being accepted to its report. Thread-safe: its end is written once and read as a whole.</summary>
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

    public void Ended(RunState state, RunReport? report, string? problem)
    {
        _end = new RunEnd(state, report?.ElapsedSeconds ?? Seconds(_run?.Progress), report, problem);
        // All that it measured in detail goes with it.
        _run = null;
    }

    public bool IsRunning => _end is null;

    public RunDocument Document()
    {
        // In this order: a run that is gone by now has its end.
        var run = _run;
        var end = _end;
        var progress = end is null ? run?.Progress : null;
        return new RunDocument
        {
            Id = Id,
            Scenario = Scenario.Name,
            Seed = Seed,
            State = end?.State ?? RunState.Running,
            StartedAt = StartedAt,
            Phase = progress?.Phase,
            ElapsedSeconds = end?.ElapsedSeconds ?? Seconds(progress),
            Report = end?.Report,
            Problem = end?.Problem,
        };
    }

    private static double Seconds(RunProgress? progress) => Math.Round(progress?.Elapsed.TotalSeconds ?? 0, 1);

    private sealed record RunEnd(RunState State, double ElapsedSeconds, RunReport? Report, string? Problem);
}
