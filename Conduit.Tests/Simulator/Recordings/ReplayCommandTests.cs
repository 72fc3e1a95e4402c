using System.Globalization;
using System.Text.Json.Nodes;
using Conduit.Simulator.Commands;
using Conduit.Simulator.Scenarios;
using Conduit.Tests.Architecture;
using Conduit.Tests.Integration;
using Conduit.Tests.Simulator.Reports;

namespace Conduit.Tests.Simulator.Recordings;

/// <summary>Recording and replaying by the command line, in virtual time.</summary>
public sealed class ReplayCommandTests : IDisposable
{
    private readonly RecordingText _files = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("brownout", "b.jsonl")]
    [InlineData("tour", "t.jsonl.gz")]
    public async Task Replay_under_the_recorded_policy_is_the_recorded_run_again_and_twice_the_same_to_the_byte(string scenario, string name)
    {
        var recording = _files.PathOf(name);
        var original = await ReportAsync("run", scenario, "--virtual", "--record", recording, "--seed", "11", "--rate-factor", "0.5");

        var first = await ReportAsync("replay", recording, "--virtual");
        var second = await ReportAsync("replay", recording, "--virtual");

        Assert.Equal(first, second);
        var replay = JsonNode.Parse(first)!.AsObject();
        replay.Remove("recorded", out var recorded);
        Assert.Equal(JsonNode.Parse(original)!.ToJsonString(), replay.ToJsonString());
        AssertSameFigures(JsonNode.Parse(original)!, recorded!);
    }

    [Fact]
    public async Task Replay_that_is_recorded_is_the_recording_again()
    {
        var (first, second) = (_files.PathOf("first.jsonl"), _files.PathOf("second.jsonl"));
        Assert.Equal(0, (await RunAsync("run", "errors", "--virtual", "--record", first, "--quiet")).Code);

        Assert.Equal(0, (await RunAsync("replay", first, "--virtual", "--record", second, "--quiet")).Code);

        Assert.Equal(await File.ReadAllTextAsync(first, Stop), await File.ReadAllTextAsync(second, Stop));
    }

    [Fact]
    public async Task Replay_as_a_page_has_both_runs_side_by_side_and_is_twice_the_same_to_the_byte()
    {
        var recording = _files.PathOf("b.jsonl");
        var first = _files.PathOf("first.html");
        var second = _files.PathOf("second.html");
        Assert.Equal(0, (await RunAsync("run", "brownout", "--virtual", "--record", recording, "--quiet")).Code);

        Assert.Equal(1, (await RunAsync("replay", recording, "--virtual", "--policy", "RoundRobin", "--report", first, "--quiet")).Code);
        Assert.Equal(1, (await RunAsync("replay", recording, "--virtual", "--policy", "RoundRobin", "--report", second, "--quiet")).Code);

        var page = new HtmlPage(await File.ReadAllTextAsync(first, Stop));
        Assert.Equal(page.Text, await File.ReadAllTextAsync(second, Stop));
        Assert.Contains("recorded in virtual time, seed 42, policy Adaptive", page.Markup, StringComparison.Ordinal);
        var lines = page.Data.GetProperty("charts")[0].GetProperty("series").EnumerateArray().ToDictionary(series => series.GetProperty("name").GetString()!);
        Assert.Equal(lines["P99"].GetProperty("values").GetArrayLength(), lines["recorded P99"].GetProperty("values").GetArrayLength());
        Assert.NotEqual(lines["P99"].GetProperty("values").ToString(), lines["recorded P99"].GetProperty("values").ToString());
        var upstream = page.RowsOf("Upstreams", "alpha").ToList();
        Assert.Equal(["recorded", "replayed"], upstream.Select(row => row[1]));
        Assert.NotEqual(upstream[0][3], upstream[1][3]);
        Assert.All(page.RowsOf("Recorded and replayed", "whole run"), row => Assert.Equal("17,989", row[2]));
    }

    [Fact]
    public async Task Replay_under_another_policy_sets_both_runs_side_by_side()
    {
        var recording = _files.PathOf("b.jsonl");
        Assert.Equal(0, (await RunAsync("run", "brownout", "--virtual", "--record", recording, "--quiet")).Code);

        var (code, output, error) = await RunAsync("replay", recording, "--virtual", "--policy", "RoundRobin");

        Assert.Equal((1, ""), (code, error));
        Assert.Contains("phase steady       recorded", output, StringComparison.Ordinal);
        Assert.Contains("recorded: in virtual time, seed 42, policy Adaptive", output, StringComparison.Ordinal);
        Assert.Contains("replayed: virtual, seed 42, policy RoundRobin", output, StringComparison.Ordinal);
        Assert.Contains("missed", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_without_recording_has_a_report_without_the_keys_of_one()
    {
        var report = JsonNode.Parse(await ReportAsync("run", "steady", "--virtual"))!.AsObject();

        Assert.False(report.ContainsKey("recorded"));
        Assert.False(report.ContainsKey("rounds"));
    }

    [Fact]
    public async Task Damaged_recording_ends_with_2_and_its_line_and_salvaged_runs_with_a_warning()
    {
        var path = _files.Write([.. RecordingText.Good[..3], "[damaged", .. RecordingText.Good[3..]]);

        var (code, output, error) = await RunAsync("replay", path, "--virtual");
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith($"{path}:4: is damaged", error, StringComparison.Ordinal);
        Assert.Contains("--salvage replays the 5 sound lines", error, StringComparison.Ordinal);

        var salvaged = await RunAsync("replay", path, "--virtual", "--salvage");
        Assert.Equal((0, ""), (salvaged.Code, salvaged.Error));
        Assert.Contains("1 damaged lines were left out, 5 requests replayed", salvaged.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recording_that_breaks_off_is_replayed_as_far_as_it_goes_and_says_so()
    {
        var (code, output, _) = await RunAsync("replay", _files.Write(RecordingText.Good[..4]), "--virtual");

        Assert.Equal(0, code);
        Assert.Contains("the recording ends after 1 s of 2 s", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no such file", "replay", "missing.jsonl")]
    [InlineData("RECORDING", "replay")]
    [InlineData("--policy Greedy: a live run takes the target's own policy", "replay", "small.jsonl", "--policy", "Greedy")]
    [InlineData("--target is for live runs", "replay", "small.jsonl", "--virtual", "--target", "http://localhost:1")]
    [InlineData("--record small.jsonl: is the file that is run", "replay", "small.jsonl", "--virtual", "--record", "small.jsonl")]
    [InlineData("missing/r.jsonl: cannot be written", "run", "steady", "--virtual", "--record", "missing/r.jsonl")]
    [InlineData("--for never: no time in range", "run", "steady", "--virtual", "--for", "never")]
    [InlineData("--for 0: no time in range", "run", "steady", "--virtual", "--for", "0")]
    [InlineData("--for 9999h: no time in range", "run", "steady", "--virtual", "--for", "9999h")]
    [InlineData("--rate 0 is out of range", "run", "steady", "--virtual", "--rate", "0")]
    [InlineData("--rate 0.01: the mean rate of 'steady' is 400 requests/s", "run", "steady", "--virtual", "--rate", "0.01")]
    [InlineData("--rate and --rate-factor both scale the load", "run", "steady", "--virtual", "--rate", "5", "--rate-factor", "2")]
    [InlineData("'--from' is required", "record", "--out", "x.jsonl")]
    [InlineData("missing.log", "record", "--from", "missing.log", "--out", "x.jsonl")]
    [InlineData("missing/x.jsonl: cannot be written", "record", "--from", "access.log", "--out", "missing/x.jsonl")]
    [InlineData("access.log: is the log itself", "record", "--from", "access.log", "--out", "access.log")]
    [InlineData("--record '': is the name of no file", "replay", "small.jsonl", "--virtual", "--record", "")]
    [InlineData("--from '': is the name of no file", "record", "--from", "", "--out", "x.jsonl")]
    [InlineData("--out '': is the name of no file", "record", "--from", "access.log", "--out", "")]
    [InlineData("no such scenario", "record", "--from", "access.log", "--out", "x.jsonl", "--upstreams", "nobody")]
    public async Task Command_line_that_is_wrong_ends_with_2_and_says_why(string message, params string[] arguments)
    {
        _files.Write(RecordingText.Good);
        await File.WriteAllTextAsync(_files.PathOf("access.log"), "nothing", Stop);
        string[] inFolder = [.. arguments.Select(argument => argument.Contains(".jsonl", StringComparison.Ordinal) || argument.Contains(".log", StringComparison.Ordinal) ? _files.PathOf(argument) : argument)];

        var (code, output, error) = await RunAsync(inFolder);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error.Replace(_files.PathOf("x")[..^1], "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.False(File.Exists(_files.PathOf("x.jsonl")));
    }

    [Fact]
    public async Task Access_log_becomes_a_recording_without_users_hosts_and_agents_that_replays()
    {
        var log = _files.PathOf("shop.access.log");
        await File.WriteAllLinesAsync(
            log,
            [
                .. Enumerable.Range(0, 300).Select(i => string.Create(
                    CultureInfo.InvariantCulture,
                    $"10.1.2.3 - mallory [10/Oct/2000:13:55:{i / 10:00} +0000] \"GET /items/{i}?q={i} HTTP/1.1\" {(i % 10 == 0 ? 500 : 200)} 5 \"https://referer.example/\" \"agent/1\"")),
                "10.1.2.3 - - [10/Oct/2000:13:55:30 +0000] \"-\" 408 0",
            ],
            Stop);
        var recording = _files.PathOf("shop.jsonl");

        var (code, output, error) = await RunAsync("record", "--from", log, "--out", recording, "--upstreams", "retry-storm");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("300 requests over 0:30, 10/s; 1 lines hold no request", output, StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(recording, Stop);
        Assert.All(["mallory", "10.1.2.3", "referer", "agent"], secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        var replay = JsonNode.Parse(await ReportAsync("replay", recording, "--virtual"))!;
        Assert.Equal(("shop", 300, 30.0), ((string?)replay["scenario"], (int)replay["requests"]!, (double)replay["elapsedSeconds"]!));
        Assert.Equal((0.9, null), ((double)replay["recorded"]!["successRate"]!, (double?)replay["recorded"]!["latencyMs"]!["p50"]));
    }

    [Fact]
    public async Task Access_log_with_unreadable_lines_ends_with_2_and_each_and_is_recorded_when_salvaged()
    {
        var log = _files.PathOf("access.log");
        await File.WriteAllLinesAsync(log, ["h - - [10/Oct/2000:13:55:00 +0000] \"GET /a HTTP/1.1\" 200 1", "what", "h - - [10/Oct/2000:13:55:01 +0000] \"GET /b HTTP/1.1\" 200 1"], Stop);
        var recording = _files.PathOf("a.jsonl");

        var (code, _, error) = await RunAsync("record", "--from", log, "--out", recording);
        Assert.Equal(2, code);
        Assert.StartsWith($"{log}:2: holds no time", error, StringComparison.Ordinal);
        Assert.Contains("nothing was written; --salvage records the other 2 requests", error, StringComparison.Ordinal);
        Assert.False(File.Exists(recording));

        var salvaged = await RunAsync("record", "--from", log, "--out", recording, "--salvage");
        Assert.Equal(0, salvaged.Code);
        Assert.Contains("1 unreadable lines left out", salvaged.Output, StringComparison.Ordinal);
        Assert.Equal(2, RecordingText.Load(recording).Requests);
    }

    [Fact]
    public async Task Access_log_that_gives_way_to_another_while_it_is_read_ends_with_2_and_leaves_nothing()
    {
        var log = _files.PathOf("access.log");
        var line = "h - - [10/Oct/2000:13:55:00 +0000] \"GET /a HTTP/1.1\" 200 1\n";
        await File.WriteAllTextAsync(log, line + line + "what\n", Stop);
        await using var output = new StringWriter();
        await using var error = new Teller(() => File.WriteAllText(log, line));

        var code = await SimulatorProgram.RunAsync(["record", "--from", log, "--out", _files.PathOf("a.jsonl"), "--salvage"], new CommandHost(output, error), Stop);

        Assert.Equal((2, ""), (code, output.ToString()));
        Assert.Contains($"{log}: another log stands there since it was first read", error.ToString(), StringComparison.Ordinal);
        Assert.Equal([log], Directory.GetFiles(Path.GetDirectoryName(log)!));
    }

    [Fact]
    public async Task Access_log_that_grows_while_it_is_read_is_recorded_as_far_as_it_was_checked()
    {
        var log = _files.PathOf("access.log");
        await File.WriteAllTextAsync(log, "h - - [10/Oct/2000:13:55:00 +0000] \"GET /a HTTP/1.1\" 200 1\nh - - [10/Oct/2000:13:55:01 +0000] \"GET /la", Stop);
        var recording = _files.PathOf("a.jsonl");
        await using var output = new StringWriter();
        // The line that is not whole yet is told of between the two times that the log is read.
        await using var error = new Teller(() => File.AppendAllText(log, "te HTTP/1.1\" 200 1\nh - - [10/Oct/2000:13:59:00 +0000] \"GET /later HTTP/1.1\" 200 1\n"));

        var code = await SimulatorProgram.RunAsync(["record", "--from", log, "--out", recording, "--salvage"], new CommandHost(output, error), Stop);

        Assert.Equal(0, code);
        Assert.Contains("1 requests over 0:01", output.ToString(), StringComparison.Ordinal);
        var recorded = RecordingText.Load(recording);
        Assert.Equal((1, 1.0), (recorded.Requests, recorded.Plan.Length.TotalSeconds));
    }

    [Fact]
    public async Task Report_over_the_recording_that_is_replayed_ends_with_2_and_leaves_it()
    {
        var recording = _files.PathOf("small.json");
        File.Move(_files.Write(RecordingText.Good), recording);
        var before = await File.ReadAllTextAsync(recording, Stop);

        var (code, output, error) = await RunAsync("replay", recording, "--virtual", "--report", recording);

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith($"--report {recording}: is the file that is run; give another name", error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(recording, Stop));
    }

    [Fact]
    public async Task Scenario_without_a_name_in_a_file_that_has_none_for_it_is_recorded_and_replays()
    {
        var scenario = _files.PathOf("brownout (1).yaml");
        await File.WriteAllTextAsync(scenario, "phases: [ { for: 1s, rate: 40 } ]", Stop);
        var recording = _files.PathOf("b.jsonl");
        Assert.Equal(0, (await RunAsync("run", scenario, "--virtual", "--record", recording, "--quiet")).Code);

        var (code, _, error) = await RunAsync("replay", recording, "--virtual", "--quiet");

        Assert.Equal((0, ""), (code, error));
        Assert.Equal("scenario", RecordingText.Load(recording).Scenario.Name);
    }

    [Fact]
    public async Task Program_itself_replays_a_hand_written_recording()
    {
        var path = _files.Write("""{"conduitRecording":1}""", """[0,"GET","/"]""", """[100,"POST","/orders","{}"]""");

        var (code, lines) = await ServiceProcess.RunAsync("Conduit.Simulator", ["replay", path, "--virtual"]);

        Assert.Equal(0, code);
        Assert.Contains(lines, line => line.Contains("replayed", StringComparison.Ordinal));
    }

    private async Task<string> ReportAsync(params string[] arguments)
    {
        var report = _files.PathOf("report.json");
        var (code, _, error) = await RunAsync([.. arguments, "--report", report, "--quiet"]);
        Assert.True(code is 0 or 1, error);
        return await File.ReadAllTextAsync(report, Stop);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await SimulatorProgram.RunAsync(arguments, new CommandHost(output, error, new ScenarioCatalog(Repository.PathOf("scenarios"))), Stop);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Has something done when it is first written to.</summary>
    private sealed class Teller(Action told) : StringWriter
    {
        private Action? _told = told;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            Interlocked.Exchange(ref _told, null)?.Invoke();
        }
    }

    /// <summary>All that lines can tell is the same; what only proxies know is null.</summary>
    private static void AssertSameFigures(JsonNode original, JsonNode recorded)
    {
        foreach (var key in (string[])["requests", "success", "successRate", "outcomes", "latencyMs", "shiftMs", "recoverMs", "expectations", "complete", "elapsedSeconds"])
        {
            Assert.Equal(original[key]?.ToJsonString(), recorded[key]?.ToJsonString());
        }

        Assert.Null(recorded["attempts"]);
        foreach (var (name, upstream) in original["upstreams"]!.AsObject())
        {
            Assert.Equal((double?)upstream!["share"], (double?)recorded["upstreams"]![name]!["share"]);
        }

        foreach (var sections in (string[])["phases", "faults"])
        {
            foreach (var (section, same) in (original[sections] as JsonArray ?? []).Zip(recorded[sections] as JsonArray ?? []))
            {
                AssertSameFigures(section!, same!);
            }
        }
    }
}
