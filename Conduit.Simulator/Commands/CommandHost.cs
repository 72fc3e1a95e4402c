using Conduit.Simulator.Scenarios;
using Spectre.Console;

namespace Conduit.Simulator.Commands;

/// <summary>What the commands work with, so that tests run them as they are.</summary>
internal sealed class CommandHost
{
    // A pipe has no width of its own; tables must not be cut to a guessed one.
    private const int WidthOfPipes = 160;

    public CommandHost(TextWriter output, TextWriter error, ScenarioCatalog? catalog = null)
    {
        Output = output;
        Error = error;
        Catalog = catalog ?? ScenarioCatalog.Default;
        Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (!Console.Profile.Out.IsTerminal)
        {
            Console.Profile.Width = WidthOfPipes;
            Console.Profile.Capabilities.Ansi = false;
            Console.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
        }
    }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    /// <summary>The output as a console: colour and motion only where it is a terminal that has them.</summary>
    public IAnsiConsole Console { get; }

    public ScenarioCatalog Catalog { get; }

    public TimeProvider Time { get; } = TimeProvider.System;

    /// <summary>Reports what is wrong, a line each.</summary>
    public ExitCode Refuse(ExitCode code, params IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Error.WriteLine(line);
        }

        return code;
    }
}
