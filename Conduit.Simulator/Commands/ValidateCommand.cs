using System.CommandLine;
using Conduit.Lab;
using Conduit.Simulator.Virtual.Proxies;

namespace Conduit.Simulator.Commands;

/// <summary><c>validate FILE</c>: checks a scenario without running it.</summary>
internal static class ValidateCommand
{
    public static Command Create(CommandHost host)
    {
        var file = new Argument<string>("FILE") { Description = "A scenario file, or the name of one that ships." };
        var command = new Command("validate", "Checks a scenario file and reports everything wrong with it.") { file };
        command.SetAction(parsed => (int)Validate(host, parsed.GetRequiredValue(file)));
        return command;
    }

    private static ExitCode Validate(CommandHost host, string fileOrName)
    {
        var file = host.Catalog.Load(fileOrName);
        if (file.Scenario is not { } scenario)
        {
            return host.Refuse(ExitCode.BadInput, file.Problems);
        }

        if (VirtualProxyOptions.Read(scenario.Proxy, out var mistakes) is null)
        {
            return host.Refuse(ExitCode.BadInput, mistakes.Select(mistake => $"{file.Path}: {mistake}"));
        }

        host.Output.WriteLine(
            $"{file.Path}: good: '{scenario.Name}', {DurationText.Format(scenario.Length)}, {scenario.Phases.Count} phases, {scenario.Faults.Count} faults, {scenario.Expectations.Count} expectations");
        return ExitCode.Ok;
    }
}
