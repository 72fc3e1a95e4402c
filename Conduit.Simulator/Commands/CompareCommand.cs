using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Conduit.Simulator.Virtual;

namespace Conduit.Simulator.Commands;

/// <summary><c>compare FILE|NAME</c>: one scenario under several policies, in virtual time.</summary>
internal static class CompareCommand
{
    public static Command Create(CommandHost host)
    {
        var scenario = CommonOptions.Scenario();
        var policies = new Option<IReadOnlyList<string>>("--policies")
        {
            Description = $"The policies to compare, separated by commas; all if not given: {string.Join(", ", VirtualPolicies.All)}.",
            HelpName = "A,B,C",
            DefaultValueFactory = _ => VirtualPolicies.All,
            CustomParser = Policies,
        };
        var seeds = new Option<IReadOnlyList<ulong>>("--seeds")
        {
            Description = "Seeds, separated by commas; the figures are means over them. The scenario's own if not given.",
            HelpName = "1,2,3",
            DefaultValueFactory = _ => [],
            CustomParser = Seeds,
        };
        var rateFactor = CommonOptions.RateFactor();
        var bare = new Option<bool>("--bare") { Description = "Without breaker, failover and hedging: the choice alone." };
        var report = CommonOptions.Report();
        var command = new Command("compare", "Runs a scenario under several policies in virtual time, and sets them side by side. Exit code: 0 compared, whatever came of it; 2 bad input.")
        {
            scenario, policies, seeds, rateFactor, bare, report,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var request = new CompareRequest
            {
                Scenario = parsed.GetRequiredValue(scenario),
                Policies = parsed.GetRequiredValue(policies),
                Seeds = parsed.GetRequiredValue(seeds),
                RateFactor = parsed.GetValue(rateFactor),
                Bare = parsed.GetValue(bare),
                Report = parsed.GetValue(report),
            };
            return (int)await new CompareSession(host, request).RunAsync(stop);
        });
        return command;
    }

    private static List<string> Policies(ArgumentResult result)
    {
        var policies = new List<string>();
        foreach (var name in Items(result))
        {
            if (VirtualPolicies.Find(name) is not { } policy)
            {
                result.AddError(VirtualPolicies.Unknown("--policies", name));
            }
            else if (!policies.Contains(policy, StringComparer.Ordinal))
            {
                policies.Add(policy);
            }
        }

        return policies;
    }

    private static List<ulong> Seeds(ArgumentResult result)
    {
        var seeds = new List<ulong>();
        foreach (var item in Items(result))
        {
            if (!ulong.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
            {
                result.AddError($"--seeds {item}: no seed; give whole numbers from 0 to {ulong.MaxValue}, separated by commas");
            }
            else if (!seeds.Contains(seed))
            {
                seeds.Add(seed);
            }
        }

        return seeds;
    }

    private static IEnumerable<string> Items(ArgumentResult result)
        => result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
