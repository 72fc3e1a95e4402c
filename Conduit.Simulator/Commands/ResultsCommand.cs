using System.CommandLine;

namespace Conduit.Simulator.Commands;

/// <summary><c>results</c>: the whole catalogue under every policy, as the table that is kept with it.</summary>
internal static class ResultsCommand
{
    private const string DefaultOutput = "scenarios/RESULTS.md";

    public static Command Create(CommandHost host)
    {
        var output = new Option<string>("--output") { Description = "Where to write the table.", HelpName = "FILE.md", DefaultValueFactory = _ => DefaultOutput };
        var command = new Command("results", "Runs every scenario that can be run by name under every policy, in virtual time, and writes the table. Takes minutes.") { output };
        command.SetAction(async (parsed, stop) => (int)await new ResultsSession(host, parsed.GetRequiredValue(output)).RunAsync(stop));
        return command;
    }
}
