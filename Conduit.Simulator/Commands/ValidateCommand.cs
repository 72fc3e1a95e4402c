using System.CommandLine;
using Conduit.Lab;
using Conduit.Simulator.Scenarios;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Commands;

/// <summary><c>validate FILE…</c>: checks scenarios without running them.</summary>
internal static class ValidateCommand
{
    public static Command Create(CommandHost host)
    {
        var files = new Argument<string[]>("FILE") { Description = "Scenario files, or names that 'list' shows.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("validate", "Checks scenario files and reports everything wrong with them, each mistake with file, line, column, key and remedy.") { files };
        command.SetAction(parsed => (int)Validate(host, parsed.GetRequiredValue(files)));
        return command;
    }

    private static ExitCode Validate(CommandHost host, IEnumerable<string> filesOrNames)
    {
        var result = ExitCode.Ok;
        foreach (var file in filesOrNames.Select(host.Catalog.Load))
        {
            if (file.Scenario is { } scenario)
            {
                host.Output.WriteLine(Verdict(file, scenario));
            }
            else
            {
                result = host.Refuse(ExitCode.BadInput, file.Problems);
            }
        }

        return result;
    }

    private static string Verdict(ScenarioFile file, Scenario scenario) => string.Join(
        ", ",
        $"{file.Path}: ok: {DurationText.Format(scenario.Length)}",
        Count(scenario.Phases.Count, "phase"),
        Count(scenario.Faults.Count, "fault"),
        Count(scenario.Expectations.Count, "expectation"));

    private static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";
}
