using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Conduit.Simulator.Virtual;

namespace Conduit.Simulator.Commands;

/// <summary><c>compare FILE|NAME</c>: one scenario under several policies in virtual time, or through several targets at once.</summary>
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
        var targets = new Option<IReadOnlyList<KeyValuePair<string, Uri>>>("--targets")
        {
            Description = "Compares live instead: proxies over the same upstreams, by name, in one run. Each gets every request at the same moment, so N targets make N times the load.",
            HelpName = "NAME=URL,NAME=URL",
            DefaultValueFactory = _ => [],
            CustomParser = result => Targets(result),
        };
        var http2 = LiveOptions.Http2();
        var controls = LiveOptions.Controls();
        var lab = LiveOptions.Lab();
        var command = new Command(
            "compare",
            "Runs a scenario under several policies in virtual time, or live through several targets at once, and sets them side by side. "
                + "Exit code: 0 compared, whatever came of it; 2 bad input; live also 3 a target unreachable, 130 stopped by Ctrl-C: what was measured by then is reported.")
        {
            scenario, policies, seeds, rateFactor, bare, report, targets, http2, controls, lab,
        };
        command.Validators.Add(result =>
        {
            bool Given(Option option) => result.GetResult(option) is { Implicit: false };
            if (!Given(targets))
            {
                foreach (var option in ((Option[])[http2, controls, lab]).Where(Given))
                {
                    result.AddError($"{option.Name} is for live comparisons: name their targets with --targets");
                }
            }
            else
            {
                if (Given(policies))
                {
                    result.AddError("--policies is for comparisons in virtual time: a live target chooses by its own policy. Name a proxy for each policy in --targets");
                }

                if (Given(bare))
                {
                    result.AddError("--bare is for comparisons in virtual time: a live target has its own breaker, failover and hedging");
                }

                if (Given(seeds) && result.GetValue(seeds) is { Count: > 1 })
                {
                    result.AddError("--seeds: a live comparison is one run; give one seed");
                }
            }
        });
        command.SetAction(async (parsed, stop) =>
        {
            if (parsed.GetRequiredValue(targets) is { Count: > 0 } named)
            {
                var live = new CompareTargetsRequest
                {
                    Source = new ScenarioSource
                    {
                        Scenario = parsed.GetRequiredValue(scenario),
                        Seed = parsed.GetRequiredValue(seeds) is [var seed] ? seed : null,
                        RateFactor = parsed.GetValue(rateFactor),
                    },
                    Targets = named,
                    Http2 = parsed.GetValue(http2),
                    Report = parsed.GetValue(report),
                    Controls = parsed.GetRequiredValue(controls),
                    Lab = parsed.GetRequiredValue(lab).Address,
                };
                return (int)await new CompareTargetsSession(host, live).RunAsync(stop);
            }

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

        if (policies.Count == 0 && !result.Errors.Any())
        {
            result.AddError($"--policies: names none; give one or more of {string.Join(", ", VirtualPolicies.All)}, separated by commas");
        }

        return policies;
    }

    private static List<KeyValuePair<string, Uri>> Targets(ArgumentResult result)
    {
        const string example = "conduit=http://localhost:8080,nginx=http://localhost:8085";
        var targets = LiveOptions.NamedAddresses("--targets", Items(result), example, result);
        if (targets.Count < 2 && !result.Errors.Any())
        {
            result.AddError($"--targets: give two or more, as in {example}; one alone is what 'run' is for");
        }

        return targets;
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

        if (seeds.Count == 0 && !result.Errors.Any())
        {
            result.AddError("--seeds: names none; give whole numbers, separated by commas, or leave it out for the scenario's own");
        }

        return seeds;
    }

    private static IEnumerable<string> Items(ArgumentResult result)
        => result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
