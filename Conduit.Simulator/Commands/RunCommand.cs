using System.CommandLine;
using System.CommandLine.Parsing;
using Conduit.Routing;
using Conduit.Simulator.Virtual;

namespace Conduit.Simulator.Commands;

/// <summary><c>run FILE|NAME</c>: the command line of a run, live or virtual.</summary>
internal static class RunCommand
{
    private const string DefaultTarget = "http://localhost:8080";
    private const string DefaultLab = "http://localhost:8090";

    public static Command Create(CommandHost host)
    {
        var scenario = CommonOptions.Scenario();
        var target = new Option<Uri>("--target")
        {
            Description = "Where to send the load.",
            HelpName = "URL",
            DefaultValueFactory = _ => new Uri(DefaultTarget),
            CustomParser = result => Address(result),
        };
        var seed = new Option<ulong?>("--seed") { Description = "Decides arrivals and choices, instead of the scenario's own seed.", HelpName = "N" };
        var rateFactor = CommonOptions.RateFactor();
        var report = CommonOptions.Report();
        var quiet = new Option<bool>("--quiet") { Description = "Says only what went wrong." };
        var controls = new Option<Dictionary<string, Uri>>("--control")
        {
            Description = "An upstream's control address, where the target does not tell it; may be repeated.",
            HelpName = "NAME=URL",
            AllowMultipleArgumentsPerToken = false,
            Arity = ArgumentArity.ZeroOrMore,
            DefaultValueFactory = _ => [],
            CustomParser = Controls,
        };
        var lab = new Option<LabChoice>("--lab")
        {
            Description = "The simulator that loops in the lab, which the run takes over from; 'none' leaves it alone.",
            HelpName = "URL|none",
            DefaultValueFactory = _ => new LabChoice(new Uri(DefaultLab)),
            CustomParser = result => new LabChoice(result.Tokens[0].Value == LabChoice.None ? null : Address(result)),
        };
        var isVirtual = new Option<bool>("--virtual") { Description = "Runs in virtual time, with modelled upstreams and proxies: no sockets, no waiting, the same outcome every time." };
        var policy = new Option<string?>("--policy")
        {
            Description = $"Virtual runs: how the proxies choose, {PolicyNames.Adaptive} if not given; one of {string.Join(", ", VirtualPolicies.All)}.",
            HelpName = "NAME",
        };
        var command = new Command("run", "Runs a scenario against a target, or in virtual time. Exit code: 0 all expectations met, 1 one missed, 2 bad input, 3 target unreachable.")
        {
            scenario, target, seed, rateFactor, isVirtual, policy, report, quiet, controls, lab,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(isVirtual))
            {
                foreach (var option in (Option[])[target, controls, lab])
                {
                    if (result.GetResult(option) is { Implicit: false })
                    {
                        result.AddError($"{option.Name} is for live runs: a virtual run sends nothing anywhere");
                    }
                }
            }
        });
        command.SetAction(async (parsed, stop) =>
        {
            if (parsed.GetValue(isVirtual))
            {
                var virtually = new VirtualRequest
                {
                    Scenario = parsed.GetRequiredValue(scenario),
                    Policy = parsed.GetValue(policy) ?? PolicyNames.Adaptive,
                    Seed = parsed.GetValue(seed),
                    RateFactor = parsed.GetValue(rateFactor),
                    Report = parsed.GetValue(report),
                    Quiet = parsed.GetValue(quiet),
                };
                return (int)await new VirtualSession(host, virtually).RunAsync(stop);
            }

            if (parsed.GetValue(policy) is { } name)
            {
                return (int)host.Refuse(ExitCode.BadInput, $"--policy {name}: a live run takes the target's own policy; this option is for virtual runs. Set the cluster's LoadBalancingPolicy in the proxy's configuration");
            }

            var request = new RunRequest
            {
                Scenario = parsed.GetRequiredValue(scenario),
                Target = parsed.GetRequiredValue(target),
                Seed = parsed.GetValue(seed),
                RateFactor = parsed.GetValue(rateFactor),
                Report = parsed.GetValue(report),
                Quiet = parsed.GetValue(quiet),
                Controls = parsed.GetRequiredValue(controls),
                Lab = parsed.GetRequiredValue(lab).Address,
            };
            return (int)await new RunSession(host, request).RunAsync(stop);
        });
        return command;
    }

    private static Uri Address(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (TryAddress(text, out var address))
        {
            return address;
        }

        result.AddError($"'{text}' is no address to send to; give a URL without a path, as in {DefaultTarget}");
        return new Uri(DefaultTarget);
    }

    private static Dictionary<string, Uri> Controls(ArgumentResult result)
    {
        var controls = new Dictionary<string, Uri>(StringComparer.Ordinal);
        foreach (var token in result.Tokens)
        {
            var (name, url) = token.Value.Split('=', 2) is [var before, var after] ? (before, after) : ("", "");
            if (name.Length == 0 || !TryAddress(url, out var address))
            {
                result.AddError($"--control {token.Value}: give NAME=URL, as in alpha=http://localhost:4001");
            }
            else if (!controls.TryAdd(name, address))
            {
                result.AddError($"--control {token.Value}: '{name}' is given twice");
            }
        }

        return controls;
    }

    private static bool TryAddress(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Uri? address)
        => Uri.TryCreate(text, UriKind.Absolute, out address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            && address is { PathAndQuery: "/", Fragment: "", UserInfo: "" };

    /// <summary>The lab to take over; null: none.</summary>
    private sealed record LabChoice(Uri? Address)
    {
        public const string None = "none";

        public override string ToString() => Address?.OriginalString ?? None;
    }
}
