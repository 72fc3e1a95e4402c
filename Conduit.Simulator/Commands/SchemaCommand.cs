using System.CommandLine;
using Conduit.Simulator.Scenarios.Schema;

namespace Conduit.Simulator.Commands;

/// <summary><c>schema</c>: the JSON Schema of scenario files.</summary>
internal static class SchemaCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Command("schema", $"Prints the JSON Schema of scenario files, for editors: {ScenarioSchema.FileName}.");
        command.SetAction(_ =>
        {
            host.Output.Write(ScenarioSchema.Text);
            return (int)ExitCode.Ok;
        });
        return command;
    }
}
