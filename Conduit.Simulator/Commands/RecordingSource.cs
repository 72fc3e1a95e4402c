using System.Globalization;
using Conduit.Simulator.Recordings;

namespace Conduit.Simulator.Commands;

/// <summary>A recording, to be replayed.</summary>
internal sealed record RecordingSource : RunSource
{
    /// <summary>The recording's file.</summary>
    public required string Path { get; init; }

    /// <summary>Whether damaged lines are to be left out.</summary>
    public bool Salvage { get; init; }

    public override RunInput? Open(CommandHost host, out IEnumerable<string> problems)
    {
        if (!File.Exists(Path))
        {
            problems = [$"{Path}: no such file; give a recording, as 'run --record FILE' writes it"];
            return null;
        }

        var recording = Recording.Load(Path, Salvage, out var wrong);
        problems = wrong;
        return recording is null ? null : new RunInput
        {
            Path = Path,
            Workload = recording.Workload,
            Source = recording.Source,
            Recorded = RecordedRun.Of(recording),
            Command = new CommandText("replay", Path).With("--salvage", when: Salvage),
            Warnings = Warnings(recording),
        };
    }

    private List<string> Warnings(Recording recording)
    {
        var warnings = new List<string>();
        if (recording.LeftOut > 0)
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{Path}: {recording.LeftOut:#,0} damaged lines were left out, {recording.Requests:#,0} requests replayed"));
        }

        if (!recording.Complete)
        {
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{Path}: the recording ends after {recording.Plan.Length.TotalSeconds:0.###} s of {recording.Header.Length!.Value.TotalSeconds:0.###} s; so does its replay, and what was expected of the whole is not judged"));
        }

        return warnings;
    }
}
