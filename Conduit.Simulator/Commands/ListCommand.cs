using System.CommandLine;
using Conduit.Lab;
using Conduit.Simulator.Scenarios;
using Spectre.Console;

namespace Conduit.Simulator.Commands;

/// <summary><c>list</c>: the scenarios that can be run by name.</summary>
internal static class ListCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Command("list", "Lists the scenarios that can be run by name.");
        command.SetAction(_ => (int)List(host));
        return command;
    }

    private static ExitCode List(CommandHost host)
    {
        var files = host.Catalog.Names.Select(name => (Name: name, File: host.Catalog.Load(name))).ToList();
        if (host.Console.Profile.Out.IsTerminal)
        {
            var table = new Table().Border(TableBorder.Simple).AddColumns("scenario", "length", "what it shows");
            foreach (var (name, file) in files)
            {
                table.AddRow(new Markup($"[green]{name.EscapeMarkup()}[/]"), new Text(Length(file)), new Text(Description(file)));
            }

            host.Console.Write(table);
        }
        else
        {
            foreach (var (name, file) in files)
            {
                host.Output.WriteLine($"{name,-16} {Length(file),-8} {Description(file)}");
            }
        }

        return host.Refuse(
            files.TrueForAll(entry => entry.File.Scenario is not null) ? ExitCode.Ok : ExitCode.BadInput,
            files.SelectMany(entry => entry.File.Problems));
    }

    private static string Length(ScenarioFile file) => file.Scenario is { } scenario ? DurationText.Format(scenario.Length) : "-";

    private static string Description(ScenarioFile file) => file.Scenario?.Description.ReplaceLineEndings(" ").Trim() ?? "cannot be run; see 'validate'";
}
