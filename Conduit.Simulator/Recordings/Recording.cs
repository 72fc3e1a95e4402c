using System.Globalization;
using Conduit.Simulator.Load;
using Conduit.Simulator.Runs;
using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Scenarios.Reading;
using Conduit.Simulator.Scenarios.Source;

namespace Conduit.Simulator.Recordings;

/// <summary>
/// A recording after all its checks. Its requests stay in the file and are read as they are needed, so that its length
/// costs no memory.
/// </summary>
internal sealed class Recording
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly string _path;

    private Recording(string path, RecordingHeader header, SourceMapping source, RunPlan plan, long requests, long leftOut)
    {
        _path = path;
        Header = header;
        Source = source;
        Plan = plan;
        Requests = requests;
        LeftOut = leftOut;
    }

    public RecordingHeader Header { get; }

    /// <summary>The scenario's source, the header's own or what stands for it.</summary>
    public SourceMapping Source { get; }

    public Scenario Scenario => Plan.Scenario;

    /// <summary>As long as the recording goes.</summary>
    public RunPlan Plan { get; }

    /// <summary>Sound lines.</summary>
    public long Requests { get; }

    /// <summary>Lines that are none.</summary>
    public long LeftOut { get; }

    /// <summary>Whether the recorded run had reached its end.</summary>
    public bool Complete => Header.Length is not { } length || Plan.Length >= length;

    /// <summary>The requests, to be sent again.</summary>
    public Workload Workload => new(Plan, new RunSettings(Header.Seed, Header.RateFactor), Arrivals());

    /// <summary>Checks a recording from its first line to its last.</summary>
    /// <param name="path">As the user gave it.</param>
    /// <param name="salvage">Whether lines that are damaged are to be left out.</param>
    /// <param name="problems">What keeps it from being replayed, with file and line.</param>
    public static Recording? Load(string path, bool salvage, out IReadOnlyList<string> problems)
    {
        try
        {
            using var reader = new RecordingReader(path);
            if (reader.ReadHeader(out var wrong) is not { } header)
            {
                problems = [.. wrong.Select(mistake => mistake.In(path))];
                return null;
            }

            var (requests, last, mistakes) = Check(reader, header);
            if (requests == 0)
            {
                problems = [.. mistakes.In(path), $"{path}: holds no {(mistakes.Count > 0 ? "sound line" : "request")}, so there is nothing to replay"];
                return null;
            }

            if (mistakes.Count > 0 && !salvage)
            {
                problems = [.. mistakes.In(path), string.Create(CultureInfo.InvariantCulture, $"{path}: nothing was sent; --salvage replays the {requests:#,0} sound lines without the {mistakes.Count:#,0} damaged")];
                return null;
            }

            return Of(path, header, reader.End, requests, last, mistakes.Count, out problems);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problems = [$"{path}: cannot be read: {unreadable.Message}"];
            return null;
        }
    }

    /// <summary>What the recorded run measured, from its lines.</summary>
    public Measurements Measure()
    {
        var measurements = new Measurements(Plan, watched: false);
        foreach (var recorded in Read())
        {
            if (recorded.Answer is { } answer)
            {
                measurements.Add(new Measurement(Plan.PhaseAt(recorded.At), recorded.At, recorded.Latency ?? default, answer) { Untimed = recorded.Latency is null });
            }
        }

        return measurements;
    }

    private static (long Requests, TimeSpan Last, MistakeCount Mistakes) Check(RecordingReader reader, RecordingHeader header)
    {
        var (requests, last, mistakes) = (0L, TimeSpan.Zero, new MistakeCount());
        while (reader.TryRead(out var request, out var mistake))
        {
            if (mistake is not null)
            {
                mistakes.Add(mistake);
                continue;
            }

            requests++;
            last = request.At;
        }

        if (header.Length is { } length && last >= length)
        {
            mistakes.Add(new RecordingMistake(1, string.Create(
                CultureInfo.InvariantCulture, $"lengthMs: {length.TotalMilliseconds} is too short: the last request begins at {last.TotalMilliseconds} ms; allowed: above that")));
        }

        return (requests, last, mistakes);
    }

    private static Recording? Of(
        string path, RecordingHeader header, TimeSpan? end, long requests, TimeSpan last, long leftOut, out IReadOnlyList<string> problems)
    {
        // A request needs some of the run's time, be it the least.
        var least = new TimeSpan((last.Ticks / Tick.Ticks * Tick.Ticks) + Tick.Ticks);
        var length = end > last ? end.Value : header.Length < least && header.Length > last ? header.Length.Value : least;
        var name = NameOf(path);
        var source = header.Scenario ?? PlainScenario.Of(name, length, requests, []);
        var scenario = ScenarioReader.Read(source, name, out var mistakes);
        problems = [.. mistakes.Select(mistake => (mistake with { Key = mistake.Key.Length == 0 ? "scenario" : $"scenario.{mistake.Key}" }).In(path))];
        return scenario is null ? null : new Recording(path, header, source, new RunPlan(Shortened(scenario, header, length), length), requests, leftOut);
    }

    // What was expected of the whole cannot be held against a part.
    private static Scenario Shortened(Scenario scenario, RecordingHeader header, TimeSpan length)
        => header.Length > length ? scenario with { Expectations = [] } : scenario;

    private static string NameOf(string path)
    {
        var name = Path.GetFileName(path);
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        name = dot > 0 ? name[..dot] : name;
        return NameText.IsGood(name) ? name : "recording";
    }

    private IEnumerable<Arrival> Arrivals()
    {
        ulong number = 0;
        foreach (var recorded in Read())
        {
            yield return new Arrival(number++, recorded.At, Plan.PhaseAt(recorded.At), recorded.Request);
        }
    }

    // The file has been checked; lines that are damaged are those that were to be left out.
    private IEnumerable<RecordedRequest> Read()
    {
        using var reader = new RecordingReader(_path);
        reader.ReadHeader(out _);
        while (reader.TryRead(out var recorded, out var mistake))
        {
            if (mistake is null && recorded.At < Plan.Length)
            {
                yield return recorded;
            }
        }
    }
}
