using Conduit.Simulator.Load;
using Conduit.Simulator.Recordings;
using Conduit.Simulator.Reports;
using Conduit.Simulator.Reports.Documents;
using Conduit.Simulator.Reports.Series;
using Conduit.Simulator.Runs;
using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Scenarios.Source;

namespace Conduit.Simulator.Commands;

/// <summary>What is to be run, read and checked.</summary>
internal sealed record RunInput
{
    /// <summary>The file it comes from, as the user named it.</summary>
    public required string Path { get; init; }

    public required Workload Workload { get; init; }

    /// <summary>The scenario's source, for a recording of this run.</summary>
    public required SourceMapping? Source { get; init; }

    /// <summary>The beginning of the command line that runs it again.</summary>
    public required CommandText Command { get; init; }

    /// <summary>The run that is replayed; null where none is.</summary>
    public RecordedRun? Recorded { get; init; }

    /// <summary>What a reader of the report must know of the input.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    public Scenario Scenario => Workload.Scenario;

    /// <summary>The first line of a recording of this run.</summary>
    /// <param name="mode"><c>live</c> or <c>virtual</c>.</param>
    /// <param name="policy">How the proxy chooses, where that is known.</param>
    public RecordingHeader Header(string mode, string? policy) => new()
    {
        Scenario = Source,
        Seed = Workload.Settings.Seed,
        RateFactor = Workload.Settings.RateFactor,
        Mode = mode,
        Policy = policy,
        Length = Workload.Plan.Length,
    };

    /// <summary>All there is to tell of this run, what the input adds to it included.</summary>
    /// <param name="report">Its figures.</param>
    /// <param name="measurements">What was measured.</param>
    /// <param name="reached">How far it got.</param>
    /// <param name="command">The command line that runs it again.</param>
    public RunStory Tell(RunReport report, Measurements measurements, TimeSpan reached, string command) => new(
        report with { Recorded = Recorded?.Report, Warnings = [.. Warnings, .. report.Warnings] },
        Workload.Plan,
        TimeSeries.Of(measurements, Workload, reached),
        Recorded?.Series,
        command);
}
