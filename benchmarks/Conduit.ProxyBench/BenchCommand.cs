using System.CommandLine;
using System.CommandLine.Parsing;
using Conduit.ProxyBench.Peers;
using Conduit.ProxyBench.Processes;

namespace Conduit.ProxyBench;

/// <summary>The command line.</summary>
internal static class BenchCommand
{
    private const int Failed = 1;
    private const int BadInput = 2;

    private static readonly string[] UsualPaces = ["0", "400", "2000", Pace.HalfWord];

    // Tuned YARP says what settings give, not how cost grows.
    private static readonly string[] UsuallyScaled = [PeerCatalog.Direct, PeerCatalog.StockYarp, PeerCatalog.Nginx, PeerCatalog.HaProxy, PeerCatalog.Conduit];

    private static readonly Option<int> Rounds = new("--rounds") { Description = "Rounds; each measures every peer once.", DefaultValueFactory = _ => 5, Recursive = true };
    private static readonly Option<double> Seconds = new("--seconds") { Description = "Length of one measurement.", DefaultValueFactory = _ => 5, Recursive = true };
    private static readonly Option<double> WarmUp = new("--warm-up") { Description = "Seconds of full load on each peer before the first round.", DefaultValueFactory = _ => 10, Recursive = true };
    private static readonly Option<FileInfo?> Report = new("--report") { Description = "Markdown file whose section of this name the result replaces.", Recursive = true };
    private static readonly Option<string[]> Only = new("--only") { Description = "Peers to measure, by name.", DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = true, Recursive = true };

    public static Task<int> RunAsync(string[] args) => Create().Parse(args).InvokeAsync();

    public static RootCommand Create()
    {
        var connections = new Option<int>("--connections") { Description = "Connections kept alive.", DefaultValueFactory = _ => 64 };
        var rates = new Option<Pace[]>("--rates")
        {
            Description = "Requests a second; 0 is as many as go through, half is half of what goes through stock YARP.",
            DefaultValueFactory = _ => [.. UsualPaces.Select(Pace.TryParse).OfType<Pace>()],
            CustomParser = Paces,
            AllowMultipleArgumentsPerToken = true,
        };
        var variants = new Option<string[]>("--variant")
        {
            Description = "A further Conduit with environment variables of its own; may be repeated.",
            HelpName = "NAME:KEY=VALUE,…",
            DefaultValueFactory = _ => [],
        };
        var command = new RootCommand("Compares what a proxied request costs: direct, stock YARP, nginx, HAProxy and Conduit, in interleaved rounds on loopback.")
        {
            Rounds, Seconds, WarmUp, connections, rates, Only, variants, Report, CreateScale(),
        };
        command.SetAction((parsed, stop) =>
        {
            var options = new BenchOptions
            {
                Asked = Asked(parsed),
                Rounds = parsed.GetValue(Rounds),
                Round = TimeSpan.FromSeconds(parsed.GetValue(Seconds)),
                WarmUp = TimeSpan.FromSeconds(parsed.GetValue(WarmUp)),
                Connections = parsed.GetValue(connections),
                Paces = parsed.GetRequiredValue(rates),
                Only = parsed.GetRequiredValue(Only),
                Variants = parsed.GetRequiredValue(variants).Select(text => text.Split(':', 2)).ToDictionary(parts => parts[0], IReadOnlyDictionary<string, string> (parts) => Settings(parts.ElementAtOrDefault(1) ?? "")),
                Report = parsed.GetValue(Report),
            };
            return RunAsync(options, () => new BenchSession(options, Console.Out).RunAsync(stop));
        });
        return command;
    }

    private static Command CreateScale()
    {
        var upstreams = Sizes<int>("--upstreams", "Upstreams in the pool.", 2, 10, 100, 1_000);
        var connections = Sizes<int>("--connections", "Clients' connections that are open at once.", 1, 64, 1_000, 10_000);
        var bodies = Sizes<long>("--bodies", "Bytes of an answer's body, and of a request's.", 0, 1 << 10, 1 << 20, 100 << 20);
        var only = new Option<string[]>("--of") { Description = "What grows.", DefaultValueFactory = _ => [.. ScaleOptions.Dimensions], AllowMultipleArgumentsPerToken = true };
        only.AcceptOnlyFromAmong([.. ScaleOptions.Dimensions]);
        var command = new Command("scale", "What a request costs as upstreams, connections and bodies grow, each alone.") { only, upstreams, connections, bodies };
        command.SetAction((parsed, stop) =>
        {
            var growing = parsed.GetRequiredValue(only);
            var peers = parsed.GetRequiredValue(Only);
            var options = new ScaleOptions
            {
                Asked = Asked(parsed),
                Rounds = parsed.GetValue(Rounds),
                Round = TimeSpan.FromSeconds(parsed.GetValue(Seconds)),
                WarmUp = TimeSpan.FromSeconds(parsed.GetValue(WarmUp)),
                Upstreams = growing.Contains(ScaleOptions.OfUpstreams) ? parsed.GetRequiredValue(upstreams) : [],
                Connections = growing.Contains(ScaleOptions.OfConnections) ? parsed.GetRequiredValue(connections) : [],
                Bodies = growing.Contains(ScaleOptions.OfBodies) ? parsed.GetRequiredValue(bodies) : [],
                Only = peers.Length == 0 ? UsuallyScaled : peers,
                Report = parsed.GetValue(Report),
            };
            return RunAsync(options, () => new ScaleSession(options, Console.Out).RunAsync(stop));
        });
        return command;
    }

    private static Option<T[]> Sizes<T>(string name, string description, params T[] usual)
        => new(name) { Description = description, DefaultValueFactory = _ => usual, AllowMultipleArgumentsPerToken = true };

    private static Pace[] Paces(ArgumentResult result)
    {
        var paces = new List<Pace>();
        foreach (var token in result.Tokens)
        {
            if (Pace.TryParse(token.Value) is { } pace)
            {
                paces.Add(pace);
            }
            else
            {
                result.AddError($"--rates {token.Value} must be 0, a whole number, or {Pace.HalfWord}.");
            }
        }

        return [.. paces];
    }

    private static async Task<int> RunAsync(RunOptions options, Func<Task> run)
    {
        var mistakes = options.Mistakes().ToList();
        mistakes.ForEach(Console.Error.WriteLine);
        if (mistakes.Count > 0)
        {
            return BadInput;
        }

        try
        {
            await run();
            return 0;
        }
        catch (PeerException failed)
        {
            await Console.Error.WriteLineAsync(failed.Message);
            return Failed;
        }
    }

    /// <summary>As it can be asked again.</summary>
    private static string Asked(ParseResult parsed)
    {
        var arguments = string.Join(' ', parsed.Tokens.Select(token => token.Value.Contains(' ', StringComparison.Ordinal) ? $"'{token.Value}'" : token.Value));
        return arguments.Length == 0 ? "make bench-proxy" : $"make bench-proxy BENCH=\"{arguments}\"";
    }

    private static Dictionary<string, string> Settings(string text)
        => text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? "");
}
