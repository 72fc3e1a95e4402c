using System.CommandLine;
using Spectre.Console;

namespace Conduit.Simulator.Commands;

/// <summary><c>list</c>: the scenarios that can be run by name.</summary>
internal static class ListCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Command("list", "Lists the scenarios that can be run by name: how long, how many requests a second, over how many upstreams.");
        command.SetAction(_ => (int)List(host));
        return command;
    }

    private static ExitCode List(CommandHost host)
    {
        var files = host.Catalog.Names.Select(host.Catalog.Load).ToList();
        var lines = host.Catalog.Names.Zip(files, ListLine.Of).ToList();
        if (host.Console.Profile.Out.IsTerminal)
        {
            Show(host.Console, lines);
        }
        else
        {
            foreach (var line in lines)
            {
                host.Output.WriteLine($"{line.Name,-16} {line.Length,6} {line.Rate,11} {line.Upstreams,5} {line.Description}");
            }
        }

        return host.Refuse(
            files.TrueForAll(file => file.Scenario is not null) ? ExitCode.Ok : ExitCode.BadInput,
            files.SelectMany(file => file.Problems));
    }

    private static void Show(IAnsiConsole console, IEnumerable<ListLine> lines)
    {
        var table = new Table().Border(TableBorder.None)
            .AddColumn(new TableColumn("[bold]scenario[/]").NoWrap())
            .AddColumn(new TableColumn("[bold]length[/]").NoWrap().RightAligned())
            .AddColumn(new TableColumn("[bold]req/s[/]").NoWrap().RightAligned())
            .AddColumn(new TableColumn("[bold]ups[/]").NoWrap().RightAligned())
            .AddColumn("[bold]what it shows[/]");
        foreach (var line in lines)
        {
            table.AddRow(new Markup($"[green]{line.Name.EscapeMarkup()}[/]"), new Text(line.Length), new Text(line.Rate), new Text(line.Upstreams), new Text(line.Description));
        }

        console.Write(table);
    }
}
