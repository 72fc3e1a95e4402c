using System.IO.Compression;
using System.Text;
using Conduit.Routing;
using Conduit.Simulator.Recordings;

namespace Conduit.Tests.Simulator.Recordings;

public sealed class RecordingTests : IDisposable
{
    private static readonly byte[] GoodBytes = Encoding.UTF8.GetBytes(string.Join('\n', RecordingText.Good) + "\n");

    private readonly RecordingText _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Arrivals_are_the_recorded_requests_at_their_offsets_in_their_phases()
    {
        var recording = RecordingText.Load(_files.Write(RecordingText.Good));
        var arrivals = RecordingText.Arrivals(recording);

        Assert.Equal((5, 0, true), (recording.Requests, recording.LeftOut, recording.Complete));
        Assert.Equal([0, 250.5, 999.9999, 1000, 1500], arrivals.Select(arrival => arrival.At.TotalMilliseconds));
        Assert.Equal([0, 0, 0, 1, 1], arrivals.Select(arrival => arrival.Phase));
        Assert.Equal(["GET /items/1?x=1", "POST /orders", "PUT /a", "GET /b", "PATCH /c"], arrivals.Select(arrival => $"{arrival.Request.Method} {arrival.Request.Path}"));
        Assert.Equal([null, 1024, 3, null, 10], arrivals.Select(arrival => arrival.Request.Body?.Size));
        Assert.Equal("""{"a":"ü"}""", Encoding.UTF8.GetString(arrivals[^1].Request.Body!.Content!.Value.Span));
        Assert.Equal(arrivals.Select(arrival => arrival.At), RecordingText.Arrivals(recording).Select(arrival => arrival.At));
    }

    [Fact]
    public void Report_of_the_recorded_run_comes_from_its_lines()
    {
        var report = RecordedRun.Of(RecordingText.Load(_files.Write(RecordingText.Good))).Report;

        Assert.Equal(("small", 4, 2, 0.5), (report.Scenario, report.Requests, report.Success, report.SuccessRate));
        Assert.Equal([("success", 2), ("server-error", 1), ("timeout", 1)], report.Outcomes.Select(outcome => (outcome.Key, outcome.Value)));
        Assert.Equal((1000.0, 253.781), (report.LatencyMs.Max, report.LatencyMs.Mean));
        Assert.Equal([3, 1], report.Phases.Select(phase => phase.Requests));
        Assert.Equal(1, Assert.Single(report.Faults).Requests);
        Assert.Equal(2 / 3.0, report.Upstreams["alpha"].Share);
        Assert.Null(report.Attempts);
    }

    [Fact]
    public void Recording_without_scenario_and_outcomes_is_enough_to_send_it()
    {
        var recording = RecordingText.Load(_files.Write("""{"conduitRecording":1}""", """[0,"GET","/"]""", """[2500,"GET","/"]"""));

        Assert.Equal(("small", 2.501), (recording.Scenario.Name, recording.Plan.Length.TotalSeconds));
        Assert.Equal((0, null), (RecordedRun.Of(recording).Report.Requests, RecordedRun.Of(recording).Report.SuccessRate));
    }

    [Fact]
    public void Recording_that_goes_on_past_its_scenario_repeats_the_scenarios_faults()
    {
        var recording = RecordingText.Load(_files.Write(
            RecordingText.Header.Replace("\"lengthMs\":2000", "\"lengthMs\":5000", StringComparison.Ordinal), """[0,"GET","/"]""", """[4600,"GET","/"]""", """{"endMs":5000}"""));

        Assert.Equal([0, 0], RecordingText.Arrivals(recording).Select(arrival => arrival.Phase));
        Assert.Equal(["slow"], recording.Plan.FaultsInForce(TimeSpan.FromSeconds(4.6)).Select(fault => fault.Fault.Name));
    }

    [Fact]
    public void Recording_of_a_run_that_was_killed_goes_as_far_as_its_lines()
    {
        var recording = RecordingText.Load(_files.Write(RecordingText.Good[..3]));

        Assert.Equal((2, false, 251.0), (recording.Requests, recording.Complete, recording.Plan.Length.TotalMilliseconds));
        Assert.Empty(recording.Workload.Scenario.Expectations);
        Assert.Single(RecordingText.Load(_files.Write(RecordingText.Good)).Workload.Scenario.Expectations);
    }

    [Theory]
    [InlineData("""{"name":"brownout","phases":[]}""", "is no recording")]
    [InlineData("phases: []", "is no recording")]
    [InlineData("""127.0.0.1 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.1" 200 1""", "record --from LOG")]
    [InlineData("""{"conduitRecording":2,"newer":true}""", "is of format version 2; this simulator reads up to version 1: use a newer one")]
    [InlineData("""{"conduitRecording":"1"}""", "conduitRecording is no version")]
    [InlineData("""{"conduitRecording":1,"sed":7}""", "sed: unknown key; did you mean 'seed'?")]
    [InlineData("""{"conduitRecording":1,"seed":-7}""", "seed: '-7' is out of range")]
    [InlineData("""{"conduitRecording":1,"seed":"7"}""", "seed: '7' is out of range")]
    [InlineData("""{"conduitRecording":1,"rateFactor":0}""", "rateFactor: '0' is out of range")]
    [InlineData("""{"conduitRecording":1,"lengthMs":1e99}""", "lengthMs: '1e99' is out of range")]
    [InlineData("""{"conduitRecording":1,"startedAt":"yesterday"}""", "startedAt: 'yesterday' is out of range")]
    [InlineData("""{"conduitRecording":1,"lines":["atMs"]}""", "lines: this version's are atMs, method")]
    [InlineData("""{"conduitRecording":1,"scenario":{"phases":[{"for":"1s"}]}}""", "scenario.phases[0].rate")]
    [InlineData("""{"conduitRecording":1,"scenario":{"phases":""", "is damaged or breaks off")]
    public void First_line_that_is_wrong_is_told_even_when_salvaging(string header, string message)
    {
        var path = _files.Write(header, """[0,"GET","/"]""");

        Assert.All([false, true], salvage =>
            Assert.Contains(RecordingText.Problems(path, salvage), problem => problem.StartsWith($"{path}:1: ", StringComparison.Ordinal) && problem.Contains(message, StringComparison.Ordinal)));
    }

    [Fact]
    public void Lines_that_are_damaged_are_told_each_and_salvaging_replays_the_others()
    {
        var path = _files.Write([.. RecordingText.Good[..2], "[damage", RecordingText.Good[2], """[100,"GET","/late"]""", .. RecordingText.Good[3..], """[1900,"GET","/"]"""]);

        var problems = RecordingText.Problems(path);
        Assert.Equal(4, problems.Count);
        Assert.StartsWith($"{path}:3: is damaged or breaks off", problems[0], StringComparison.Ordinal);
        Assert.StartsWith($"{path}:5: begins at 100 ms, before the line above it at 250.5 ms; sort", problems[1], StringComparison.Ordinal);
        Assert.StartsWith($"{path}:10: stands after the end in line 9", problems[2], StringComparison.Ordinal);
        Assert.Equal($"{path}: nothing was sent; --salvage replays the 5 sound lines without the 3 damaged", problems[3]);
        var salvaged = RecordingText.Load(path, salvage: true);
        Assert.Equal((5, 3), (salvaged.Requests, salvaged.LeftOut));
        Assert.Equal(5, RecordingText.Arrivals(salvaged).Count);
    }

    [Fact]
    public void Many_damaged_lines_are_told_by_the_first_few_and_their_number()
    {
        var problems = RecordingText.Problems(_files.Write([.. RecordingText.Good[..2], .. Enumerable.Repeat("damage", 1_000)]));

        Assert.Equal(12, problems.Count);
        Assert.EndsWith("and 990 more lines", problems[10], StringComparison.Ordinal);
    }

    [Fact]
    public void Cut_anywhere_leaves_a_sound_prefix_or_an_error_that_names_the_line()
        => Assert.All(Enumerable.Range(0, GoodBytes.Length), length => Check(GoodBytes[..length]));

    [Fact]
    public void Byte_lost_or_changed_anywhere_is_read_or_told_by_its_line()
    {
        var chance = new Chance(3);
        Assert.All(Enumerable.Range(0, GoodBytes.Length), at =>
        {
            Check([.. GoodBytes[..at], .. GoodBytes[(at + 1)..]]);
            var changed = GoodBytes.ToArray();
            changed[at] = (byte)chance.Below(256, (ulong)at);
            Check(changed);
        });
    }

    [Fact]
    public void Compressed_recording_that_is_cut_anywhere_leaves_a_sound_prefix_or_an_error_that_names_the_line()
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(GoodBytes);
        }

        var whole = buffer.ToArray();
        Assert.Equal(5, RecordingText.Load(_files.Write(whole)).Requests);
        Assert.All(Enumerable.Range(0, whole.Length), length => Check(whole[..length]));
    }

    [Fact]
    public void Line_without_end_is_refused_in_memory_that_has_one()
    {
        var path = _files.Write([.. Encoding.UTF8.GetBytes(RecordingText.Header + "\n"), .. Enumerable.Repeat((byte)'x', LineReader.MostBytes + (1 << 20))]);

        Assert.StartsWith($"{path}:2: longer than 24 MiB", RecordingText.Problems(path)[0], StringComparison.Ordinal);
    }

    /// <summary>What can be loaded can be gone through; what can't names a line; what is left can be salvaged or is nothing.</summary>
    private void Check(byte[] bytes)
    {
        var path = _files.Write(bytes);
        var recording = Recording.Load(path, salvage: false, out var problems);
        if (recording is null)
        {
            Assert.StartsWith(path, problems[0], StringComparison.Ordinal);
            Assert.True(problems[0].StartsWith(path + ":", StringComparison.Ordinal), problems[0]);
            recording = Recording.Load(path, salvage: true, out problems);
        }

        if (recording is not null)
        {
            var arrivals = RecordingText.Arrivals(recording);
            Assert.Equal(recording.Requests, arrivals.Count);
            Assert.Equal(arrivals.Select(arrival => arrival.At).Order(), arrivals.Select(arrival => arrival.At));
            Assert.All(arrivals, arrival => Assert.InRange(arrival.At, TimeSpan.Zero, recording.Plan.Length - TimeSpan.FromTicks(1)));
            Assert.NotNull(RecordedRun.Of(recording));
        }
    }
}
