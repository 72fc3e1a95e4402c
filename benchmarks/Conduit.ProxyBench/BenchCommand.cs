using System.CommandLine;

namespace Conduit.ProxyBench;

/// <summary>The command line.</summary>
internal static class BenchCommand
{
    public static Task<int> RunAsync(string[] args)
    {
        var rounds = new Option<int>("--rounds") { Description = "Rounds; each measures every peer once.", DefaultValueFactory = _ => 5 };
        var seconds = new Option<double>("--seconds") { Description = "Length of one measurement.", DefaultValueFactory = _ => 5 };
        var warmUp = new Option<double>("--warm-up") { Description = "Seconds of full load on each peer before the first round.", DefaultValueFactory = _ => 10 };
        var connections = new Option<int>("--connections") { Description = "Connections kept alive.", DefaultValueFactory = _ => 64 };
        var rates = new Option<int[]>("--rates")
        {
            Description = "Requests a second; 0 is as many as go through.",
            DefaultValueFactory = _ => [0, 400, 2_000],
            AllowMultipleArgumentsPerToken = true,
        };
        var only = new Option<string[]>("--only") { Description = "Peers to measure, by name.", DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = true };
        var variants = new Option<string[]>("--variant")
        {
            Description = "A further Conduit with environment variables of its own; may be repeated.",
            HelpName = "NAME:KEY=VALUE,…",
            DefaultValueFactory = _ => [],
        };
        var report = new Option<FileInfo?>("--report") { Description = "Markdown file whose section of this name the result replaces." };
        var command = new RootCommand("Compares what a proxied request costs: direct, stock YARP, nginx, HAProxy and Conduit, in interleaved rounds on loopback.")
        {
            rounds, seconds, warmUp, connections, rates, only, variants, report,
        };
        command.SetAction((parsed, stop) => new BenchSession(
            new BenchOptions
            {
                Rounds = parsed.GetValue(rounds),
                Round = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                WarmUp = TimeSpan.FromSeconds(parsed.GetValue(warmUp)),
                Connections = parsed.GetValue(connections),
                Rates = parsed.GetRequiredValue(rates),
                Only = parsed.GetRequiredValue(only),
                Variants = parsed.GetRequiredValue(variants).Select(text => text.Split(':', 2)).ToDictionary(parts => parts[0], IReadOnlyDictionary<string, string> (parts) => Settings(parts.ElementAtOrDefault(1) ?? "")),
                Report = parsed.GetValue(report),
            },
            Console.Out).RunAsync(stop));
        return command.Parse(args).InvokeAsync();
    }

    private static Dictionary<string, string> Settings(string text)
        => text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? "");
}
