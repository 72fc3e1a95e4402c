using System.CommandLine;
using Conduit.Routing;
using Conduit.Simulator.Virtual;

namespace Conduit.Simulator.Commands;

/// <summary><c>run FILE|NAME</c>: the command line of a run, live or virtual.</summary>
internal static class RunCommand
{
    public static Command Create(CommandHost host)
    {
        var scenario = CommonOptions.Scenario();
        var target = LiveOptions.Target();
        var http2 = LiveOptions.Http2();
        var seed = new Option<ulong?>("--seed") { Description = "Decides arrivals and choices, instead of the scenario's own seed.", HelpName = "N" };
        var rateFactor = CommonOptions.RateFactor();
        var report = CommonOptions.Report();
        var quiet = new Option<bool>("--quiet") { Description = "Says only what went wrong." };
        var controls = LiveOptions.Controls();
        var lab = LiveOptions.Lab();
        var isVirtual = new Option<bool>("--virtual") { Description = "Runs in virtual time, with modelled upstreams and proxies: no sockets, no waiting, the same outcome every time." };
        var policy = new Option<string?>("--policy")
        {
            Description = $"Virtual runs: how the proxies choose, {PolicyNames.Adaptive} if not given; one of {string.Join(", ", VirtualPolicies.All)}.",
            HelpName = "NAME",
        };
        var command = new Command("run", "Runs a scenario against a target, or in virtual time. Exit code: 0 all expectations met, 1 one missed, 2 bad input, 3 target unreachable, 130 stopped by Ctrl-C: what was measured by then is reported.")
        {
            scenario, target, http2, seed, rateFactor, isVirtual, policy, report, quiet, controls, lab,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(isVirtual))
            {
                foreach (var option in (Option[])[target, http2, controls, lab])
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
                Target = parsed.GetValue(target) ?? new Uri(parsed.GetValue(http2) ? LiveOptions.DefaultHttp2Target : LiveOptions.DefaultTarget),
                Http2 = parsed.GetValue(http2),
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
}
