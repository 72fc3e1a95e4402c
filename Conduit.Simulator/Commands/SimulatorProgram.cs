using System.CommandLine;

namespace Conduit.Simulator.Commands;

/// <summary>The command line as a whole.</summary>
internal static class SimulatorProgram
{
    // Faults are cleared and open requests drained before a run that is stopped gives its report.
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(15);

    public static Task<int> RunAsync(string[] args) => RunAsync(args, new CommandHost(Console.Out, Console.Error), CancellationToken.None);

    public static async Task<int> RunAsync(string[] args, CommandHost host, CancellationToken stop)
    {
        var root = new RootCommand("Sends load through Conduit, breaks upstreams on schedule and tells what users felt.")
        {
            RunCommand.Create(host),
            ReplayCommand.Create(host),
            RecordCommand.Create(host),
            CompareCommand.Create(host),
            ResultsCommand.Create(host),
            ListCommand.Create(host),
            ValidateCommand.Create(host),
            SchemaCommand.Create(host),
            ServeCommand.Create(host),
        };
        var parsed = root.Parse(args);
        return parsed.Errors.Count > 0
            ? Misused(host, parsed)
            : await parsed.InvokeAsync(
                new InvocationConfiguration { Output = host.Output, Error = host.Error, ProcessTerminationTimeout = TimeToEnd },
                stop);
    }

    private static int Misused(CommandHost host, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command is RootCommand ? "" : $"{parsed.CommandResult.Command.Name} ";
        return (int)host.Refuse(
            ExitCode.BadInput,
            [.. parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal), $"See: simulator {command}--help"]);
    }
}
