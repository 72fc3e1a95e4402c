using System.CommandLine;
using Conduit.Routing;

namespace Conduit.Simulator.Commands;

/// <summary><c>run FILE|NAME</c>: the command line of a run, live or virtual.</summary>
internal static class RunCommand
{
    public static Command Create(CommandHost host)
    {
        var scenario = CommonOptions.Scenario();
        var seed = new Option<ulong?>("--seed") { Description = "Decides arrivals and choices, instead of the scenario's own seed.", HelpName = "N" };
        var rateFactor = CommonOptions.RateFactor();
        var rate = CommonOptions.Rate();
        var length = CommonOptions.For();
        var command = new Command("run", "Runs a scenario against a target, or in virtual time. Exit code: 0 all expectations met, 1 one missed, 2 bad input, 3 target unreachable, 130 stopped by Ctrl-C: what was measured by then is reported.")
        {
            scenario, length, rate, rateFactor, seed,
        };
        var options = new RunOptions(PolicyNames.Adaptive);
        options.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(rate) is { Implicit: false } && result.GetResult(rateFactor) is { Implicit: false })
            {
                result.AddError("--rate and --rate-factor both scale the load; give one of them");
            }
        });
        command.SetAction(async (parsed, stop) =>
        {
            var source = new ScenarioSource
            {
                Scenario = parsed.GetRequiredValue(scenario),
                Seed = parsed.GetValue(seed),
                RateFactor = parsed.GetValue(rateFactor),
                Rate = parsed.GetValue(rate),
                For = parsed.GetValue(length),
            };
            return (int)await options.RunAsync(host, parsed, source, stop);
        });
        return command;
    }
}
