using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Conduit.AppHost.Processes;

/// <summary>The host's command line: without a verb it runs the lab, <c>down</c> ends one.</summary>
internal static class LabCommandLine
{
    public const int BadUsage = 2;

    // What Aspire's hosts understand and this one cannot do.
    private const string PublishOption = "--operation";

    public static async Task<int> RunAsync(string[] args, InvocationConfiguration invocation)
    {
        if (args.Contains(PublishOption, StringComparer.Ordinal))
        {
            await invocation.Error.WriteLineAsync($"Publishing needs Aspire, which this build is without ({HostReason.Text}). Run it where a package source serves Aspire.");
            return 1;
        }

        var result = Create().Parse(args);
        if (result.Action is ParseErrorAction error)
        {
            error.ShowHelp = false;
        }

        var code = await result.InvokeAsync(invocation);
        return result.Errors.Count > 0 ? BadUsage : code;
    }

    private static RootCommand Create()
    {
        var offset = new Option<string?>("--port-offset")
        {
            Description = $"Moves every port of the lab, 0 to {LabOptions.MaxPortOffset}.",
            HelpName = "N",
            Recursive = true,
        };
        var without = new Option<string?>("--without")
        {
            Description = $"Leaves resources out, separated by commas: {string.Join(", ", LabOptions.Optional)}.",
            HelpName = "NAMES",
            // Down has no use for it, but is given what the lab was started with: LAB of the Makefile is the same for both.
            Recursive = true,
        };
        var root = new RootCommand("Runs Conduit's lab: upstreams, proxy, simulator, live view, Prometheus and Grafana.") { offset, without };
        root.Validators.Add(result => Check(result, result.GetValue(offset), result.GetValue(without)));
        root.SetAction(result => PlainLab.RunAsync(LabOptions.Parse(result.GetValue(offset), result.GetValue(without), out _)!));

        var down = new Command("down", "Ends the lab that runs at this port offset, and only that.");
        down.Validators.Add(result => Check(result, result.GetValue(offset), result.GetValue(without)));
        down.SetAction(result => DownCommand.RunAsync(LabFolders.Find(), LabOptions.Parse(result.GetValue(offset), without: null, out _)!.PortOffset, Console.Out));
        root.Subcommands.Add(down);
        return root;
    }

    private static void Check(CommandResult result, string? portOffset, string? without)
    {
        if (LabOptions.Parse(portOffset, without, out var mistake) is null)
        {
            result.AddError(mistake!);
        }
    }
}
