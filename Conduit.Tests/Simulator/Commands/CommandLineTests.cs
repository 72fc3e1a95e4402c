using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Conduit.Tests.Integration;
using Conduit.Tests.Proxy;

namespace Conduit.Tests.Simulator.Commands;

/// <summary>The simulator's command line: exit codes, and messages that say what to do.</summary>
public sealed class CommandLineTests : IAsyncLifetime
{
    private const int Ok = 0;
    private const int Missed = 1;
    private const int BadInput = 2;
    private const int Unreachable = 3;
    private const int Interrupted = 130;

    private SmallLab _lab = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _lab = await SmallLab.StartAsync();
        _lab.Write("quick", """
            upstreams: { alpha: {} }
            phases: [ { name: only, for: 1s, rate: 40 } ]
            expect: { success: ">= 0%" }
            """);
    }

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData("'frobnicate'", "frobnicate")]
    [InlineData("Required command", new string[0])]
    [InlineData("SCENARIO", "run")]
    [InlineData("--frobnicate", "run", "quick", "--frobnicate")]
    [InlineData("'nonsense' is no address to send to", "run", "quick", "--target", "nonsense")]
    [InlineData("'http://localhost:1/path' is no address", "run", "quick", "--target", "http://localhost:1/path")]
    [InlineData("-1", "run", "quick", "--seed", "-1")]
    [InlineData("allowed: 0.001 to 1000", "run", "quick", "--rate-factor", "0")]
    [InlineData("give NAME=URL", "run", "quick", "--control", "alpha")]
    [InlineData("'alpha' is given twice", "run", "quick", "--control", "alpha=http://localhost:1", "--control", "alpha=http://localhost:1")]
    [InlineData("--policy Greedy", "run", "quick", "--policy", "Greedy")]
    [InlineData("FILE", "validate")]
    [InlineData("'--frobnicate'", "serve", "--frobnicate")]
    public async Task Command_line_that_is_wrong_ends_with_2_and_says_why(string message, params string[] arguments)
    {
        var (code, output, error) = await _lab.RunAsync(Stop, arguments);

        Assert.Equal(BadInput, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Equal("", output);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("validate")]
    public async Task Scenario_that_nobody_knows_ends_with_2_and_the_nearest_name(string verb)
    {
        var (code, _, error) = await _lab.RunAsync(Stop, verb, "qiuck");

        Assert.Equal(BadInput, code);
        Assert.Equal("qiuck: no such scenario or file; did you mean 'quick'?", error.TrimEnd());
    }

    [Theory]
    [InlineData("run")]
    [InlineData("validate")]
    public async Task Scenario_with_mistakes_ends_with_2_and_each_with_file_and_line(string verb)
    {
        var path = _lab.Write("wrong", "seeed: 1\nphases:\n- { for: 1s, rate: 1, colour: red }\n");

        var (code, _, error) = await _lab.RunAsync(Stop, verb, path);

        Assert.Equal(BadInput, code);
        Assert.Equal(
            [$"{path}:1:1: seeed", $"{path}:3:23: phases[0].colour"],
            error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => string.Join(':', line.Split(':')[..4])));
    }

    [Fact]
    public async Task Scenario_that_is_good_is_validated_with_0()
    {
        var (code, output, error) = await _lab.RunAsync(Stop, "validate", "quick");

        Assert.Equal((Ok, ""), (code, error));
        Assert.EndsWith("quick.yaml: ok: 1s, 1 phase, 0 faults, 1 expectation", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_of_which_one_is_wrong_are_all_looked_at()
    {
        var path = _lab.Write("wrong", "phases: []");

        var (code, output, error) = await _lab.RunAsync(Stop, "validate", path, "quick", "nobody");

        Assert.Equal(BadInput, code);
        Assert.Contains("quick.yaml: ok", Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.StartsWith($"{path}:1:1: phases", error, StringComparison.Ordinal);
        Assert.Contains("nobody: no such scenario or file", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_shows_every_scenario_and_ends_with_2_if_one_is_wrong()
    {
        var good = await _lab.RunAsync(Stop, "list");
        var path = _lab.Write("wrong", "phases: []");
        var bad = await _lab.RunAsync(Stop, "list");

        Assert.Equal((Ok, ""), (good.Code, good.Error));
        Assert.StartsWith("quick ", good.Output, StringComparison.Ordinal);
        Assert.Equal(BadInput, bad.Code);
        Assert.StartsWith("quick ", bad.Output, StringComparison.Ordinal);
        Assert.StartsWith($"{path}:1:1: phases", bad.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_whose_expectations_hold_ends_with_0_and_a_report()
    {
        var report = _lab.PathOf("report.json");

        var (code, output, error) = await RunAsync("quick", "--report", report, "--seed", "7");

        Assert.Equal((Ok, ""), (code, error));
        Assert.Contains("quick", output, StringComparison.Ordinal);
        var json = JsonNode.Parse(await File.ReadAllTextAsync(report, Stop))!;
        Assert.Equal(("quick", 7, "live", "RoundRobin"), ((string?)json["scenario"], (int?)json["seed"], (string?)json["mode"], (string?)json["policy"]));
        Assert.True((long)json["requests"]! > 0);
        Assert.True((bool)Assert.Single(json["expectations"]!.AsArray())!["met"]!);
    }

    [Fact]
    public async Task Run_whose_expectation_is_missed_ends_with_1_and_names_it()
    {
        _lab.Write("failing", """
            phases: [ { name: only, for: 1s, rate: 40 } ]
            expect: { success: "<= 0%" }
            """);

        var (code, output, error) = await RunAsync("failing", "--quiet");

        Assert.Equal((Missed, ""), (code, output));
        Assert.StartsWith("missed: success <= 0%, but was ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_against_a_target_that_is_not_there_ends_with_3_and_the_remedy()
    {
        using var closed = new ClosedPort();

        var (code, _, error) = await _lab.RunAsync(Stop, "run", "quick", "--lab", "none", "--target", closed.Address.GetLeftPart(UriPartial.Authority));

        Assert.Equal(Unreachable, code);
        Assert.Contains($"no answer from {closed.Address.GetLeftPart(UriPartial.Authority)}", error, StringComparison.Ordinal);
        Assert.Contains("make up", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_against_a_control_port_that_is_not_there_ends_with_3_and_the_remedy()
    {
        using var closed = new ClosedPort();
        _lab.Write("faulty", "phases: [ { for: 1s, rate: 1 } ]\nfaults: [ { at: 0s, for: 1s, on: alpha, kind: hang } ]");

        var (code, _, error) = await RunAsync("faulty", "--control", $"alpha={closed.Address.GetLeftPart(UriPartial.Authority)}");

        Assert.Equal(Unreachable, code);
        Assert.Contains("the control port of 'alpha'", error, StringComparison.Ordinal);
        Assert.Contains("--control alpha=URL", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_over_an_upstream_the_target_does_not_have_ends_with_2_and_the_nearest_name()
    {
        _lab.Write("stranger", "upstreams: { alhpa: {} }\nphases: [ { for: 1s, rate: 1 } ]");

        var (code, _, error) = await RunAsync("stranger");

        Assert.Equal(BadInput, code);
        Assert.Contains("has no upstream 'alhpa'; did you mean 'alpha'? It has: alpha", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_with_a_fault_on_an_upstream_nobody_tells_of_ends_with_2_and_the_option_to_give()
    {
        await using var plain = await Backend.StartAsync("plain");
        _lab.Write("faulty", "phases: [ { for: 1s, rate: 1 } ]\nfaults: [ { at: 0s, for: 1s, on: alpha, kind: hang } ]");

        var (code, _, error) = await _lab.RunAsync(Stop, "run", "faulty", "--lab", "none", "--target", plain.Address.GetLeftPart(UriPartial.Authority));

        Assert.Equal(BadInput, code);
        Assert.Contains("--control alpha=URL", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing/report.json", "cannot be written")]
    [InlineData("quick.yaml/report.json", "cannot be written")]
    [InlineData("report.txt", ".json, .html or .md")]
    public async Task Report_that_cannot_be_written_ends_with_2_before_anything_is_sent(string file, string message)
    {
        var (code, output, error) = await RunAsync("quick", "--report", _lab.PathOf(file));

        Assert.Equal((BadInput, ""), (code, output));
        Assert.StartsWith("--report ", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Equal(0, (long?)(await _lab.Proxy.UpstreamAsync("alpha"))["requests"]);
    }

    [Fact]
    public async Task Run_that_is_interrupted_ends_with_130_its_faults_taken_back()
    {
        _lab.Write("endless", """
            phases: [ { name: all-day, for: 1h, rate: 20 } ]
            faults: [ { at: 0s, for: 1h, on: alpha, kind: latency, add: 1ms } ]
            """);
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var run = _lab.RunAsync(interrupt.Token, "run", "endless", "--lab", "none", "--target", Target);
        await Until.TrueAsync(async () => await _lab.Alpha.FaultsAsync() is not [], RunningProxy.Patience, "the run has set its fault");

        await interrupt.CancelAsync();

        Assert.Equal(Interrupted, (await run.WaitAsync(RunningProxy.Patience)).Code);
        Assert.Empty(await _lab.Alpha.FaultsAsync());
    }

    [Fact]
    public async Task Run_where_the_simulator_loops_takes_the_lab_over_and_gives_it_back()
    {
        _lab.Write("loop", "phases: [ { name: all-day, for: 1h, rate: 20 } ]");
        await using var simulator = await Serve.RunningSimulator.StartAsync(_lab.Proxy.Address, _lab.Catalog);
        var loop = await simulator.LoopAsync();

        var run = _lab.RunAsync(Stop, "run", "quick", "--lab", simulator.Address.GetLeftPart(UriPartial.Authority), "--target", Target);
        await Until.TrueAsync(async () => await HolderAsync(simulator) is not null || run.IsCompleted, RunningProxy.Patience, "the run has the lab");
        var (code, _, error) = await run;

        Assert.Equal((Ok, ""), (code, error));
        Assert.Null(await HolderAsync(simulator));
        Assert.Equal("cancelled", (string?)(await simulator.RunsAsync()).Single(one => (string?)one["id"] == (string?)loop["id"])["state"]);
        Assert.NotEqual((string?)loop["id"], (string?)(await simulator.LoopAsync())["id"]);
    }

    [Fact]
    public async Task Run_while_another_holds_the_lab_ends_with_3_and_says_who()
    {
        _lab.Write("loop", "phases: [ { name: all-day, for: 1h, rate: 20 } ]");
        await using var simulator = await Serve.RunningSimulator.StartAsync(_lab.Proxy.Address, _lab.Catalog);
        await simulator.PostAsync("loop");

        var (code, _, error) = await _lab.RunAsync(Stop, "run", "quick", "--lab", simulator.Address.GetLeftPart(UriPartial.Authority), "--target", Target);

        Assert.Equal(Unreachable, code);
        Assert.Contains("another run holds the lab", error, StringComparison.Ordinal);
        Assert.Contains("of 'loop'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serving_with_wrong_settings_ends_with_2_and_names_all_of_them()
    {
        var (code, lines) = await ServiceProcess.RunAsync("Conduit.Simulator",
        [
            "serve", "--urls=http://127.0.0.1:0", "--Conduit:Simulator:Target=http://localhost:1/path", "--Conduit:Simulator:Pause=never", "--Conduit:Simulator:Colour=red",
        ]);

        Assert.Equal(BadInput, code);
        Assert.Equal(3, lines.Length);
        Assert.Contains(lines, line => line.Contains("Conduit:Simulator:Target = http://localhost:1/path: allowed is an http or https URL without a path", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Conduit:Simulator:Pause = never: not a time", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Conduit:Simulator:Colour: no such key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Serving_a_scenario_that_nobody_knows_ends_with_2_and_the_nearest_name()
    {
        var (code, lines) = await ServiceProcess.RunAsync("Conduit.Simulator", ["serve", "--urls=http://127.0.0.1:0", "--Conduit:Simulator:Scenario=touer"]);

        Assert.Equal(BadInput, code);
        Assert.Contains("did you mean 'tour'?", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serving_on_a_port_in_use_says_so_in_one_line()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (code, lines) = await ServiceProcess.RunAsync("Conduit.Simulator", ["serve", $"--urls=http://127.0.0.1:{port}"]);

        Assert.Equal(BadInput, code);
        Assert.Contains($":{port}: address already in use", Assert.Single(lines), StringComparison.Ordinal);
    }

    private string Target => _lab.Proxy.Address.GetLeftPart(UriPartial.Authority);

    private static async Task<string?> HolderAsync(Serve.RunningSimulator simulator)
        => (string?)JsonNode.Parse(await simulator.Client.GetStringAsync("/lease"))!["holder"];

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
        => _lab.RunAsync(Stop, ["run", .. arguments, "--lab", "none", "--target", Target]);
}
