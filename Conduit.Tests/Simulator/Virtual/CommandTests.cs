using System.Text.Json;
using Conduit.Simulator.Commands;
using Conduit.Simulator.Scenarios;
using Conduit.Simulator.Virtual;
using Conduit.Tests.Architecture;

namespace Conduit.Tests.Simulator.Virtual;

public sealed class CommandTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Run_with_met_expectations_ends_with_0_and_with_a_missed_one_with_1()
    {
        Assert.Equal(0, await RunAsync("run", "brownout", "--virtual", "--quiet"));
        Assert.Equal(1, await RunAsync("run", "brownout", "--virtual", "--policy", "roundrobin", "--quiet"));
        Assert.Contains("missed: slow-alpha: p99 <= 60ms", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_under_an_unknown_policy_ends_with_2_and_lists_those_there_are()
    {
        Assert.Equal(2, await RunAsync("run", "brownout", "--virtual", "--policy", "Fastest"));
        Assert.Contains("--policy Fastest: no such policy", _error.ToString(), StringComparison.Ordinal);
        Assert.All(VirtualPolicies.All, policy => Assert.Contains(policy, _error.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_with_a_policy_but_live_ends_with_2_and_the_reason()
    {
        Assert.Equal(2, await RunAsync("run", "brownout", "--policy", "Adaptive"));
        Assert.Contains("virtual runs", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_with_a_target_but_virtual_ends_with_2_and_the_reason()
    {
        Assert.Equal(2, await RunAsync("run", "brownout", "--virtual", "--target", "http://localhost:1"));
        Assert.Contains("--target is for live runs", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comparison_of_all_policies_prints_a_plain_row_for_each()
    {
        Assert.Equal(0, await RunAsync("compare", "brownout"));
        var output = _output.ToString();

        Assert.DoesNotContain('\e', output);
        Assert.All(VirtualPolicies.All, policy => Assert.Contains($"  {policy} ", output, StringComparison.Ordinal));
        Assert.Contains("share alpha", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comparison_over_seeds_reports_means_and_each_seed_the_same_every_time()
    {
        var first = await CompareAsync();
        var second = await CompareAsync();

        Assert.Equal(first, second);
        var report = JsonDocument.Parse(first).RootElement;
        Assert.Equal(("brownout", "virtual", "slow-alpha"), (Text(report, "scenario"), Text(report, "mode"), Text(report, "fault")));
        var policies = report.GetProperty("policies").EnumerateArray().ToList();
        Assert.Equal(["RoundRobin", "Adaptive"], policies.Select(policy => Text(policy, "policy")));
        Assert.All(policies, policy =>
        {
            var runs = policy.GetProperty("runs").EnumerateArray().ToList();
            Assert.Equal([3UL, 1UL], runs.Select(run => run.GetProperty("seed").GetUInt64()));
            Assert.Equal(policy.GetProperty("meanMs").GetDouble(), runs.Average(run => run.GetProperty("meanMs").GetDouble()), 1e-6);
        });
        Assert.True(policies[0].GetProperty("regretMs").GetDouble() > 10 * policies[1].GetProperty("regretMs").GetDouble());
        Assert.InRange(policies[1].GetProperty("regretMs").GetDouble(), 0, 2);
    }

    [Fact]
    public async Task Comparison_of_bare_choices_shows_what_breaker_and_failover_mend()
    {
        var file = Path.Combine(Path.GetTempPath(), $"conduit-{Environment.ProcessId}-bare.json");
        Assert.Equal(0, await RunAsync("compare", "errors", "--policies", "Random", "--bare", "--report", file));
        var bare = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).RootElement.GetProperty("policies")[0];
        File.Delete(file);

        Assert.Equal(1, bare.GetProperty("attemptsPerRequest").GetDouble());
        Assert.InRange(bare.GetProperty("successRate").GetDouble(), 0.8, 0.95);
    }

    [Theory]
    [InlineData("--policies", "Adaptive,Fastest", "--policies Fastest: no such policy")]
    [InlineData("--policies", " , ", "--policies: names none")]
    [InlineData("--seeds", "1,two", "--seeds two: no seed")]
    [InlineData("--seeds", "", "--seeds: names none")]
    public async Task Comparison_of_what_is_not_there_ends_with_2_and_names_it(string option, string value, string message)
    {
        Assert.Equal(2, await RunAsync("compare", "brownout", option, value));
        Assert.Contains(message, _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "brownout", "--virtual")]
    [InlineData("compare", "brownout", "--policies", "Random")]
    public async Task Report_for_which_the_disk_is_full_ends_with_2_its_figures_shown_and_what_was_there_kept(params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("conduit-report-");
        var file = Path.Combine(folder.FullName, "report.json");
        await File.WriteAllTextAsync(file, "earlier", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink($"{file}.tmp", "/dev/full");

        Assert.Equal(2, await RunAsync([.. arguments, "--report", file]));

        Assert.StartsWith($"--report {file}: cannot be written: ", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal([file], Directory.GetFiles(folder.FullName));
        Assert.Contains("P99", _output.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("earlier", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        folder.Delete(recursive: true);
    }

    private static string? Text(JsonElement element, string property) => element.GetProperty(property).GetString();

    private async Task<string> CompareAsync()
    {
        var file = Path.Combine(Path.GetTempPath(), $"conduit-{Environment.ProcessId}-compare.json");
        Assert.Equal(0, await RunAsync("compare", "brownout", "--policies", "RoundRobin,adaptive", "--seeds", "3,1", "--report", file));
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        File.Delete(file);
        return text;
    }

    private Task<int> RunAsync(params string[] arguments) => SimulatorProgram.RunAsync(
        arguments, new CommandHost(_output, _error, new ScenarioCatalog(Repository.PathOf("scenarios"))), TestContext.Current.CancellationToken);
}
