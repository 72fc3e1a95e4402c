using Spectre.Console;
using Spectre.Console.Rendering;

namespace Conduit.AppHost.Processes;

/// <summary>
/// The lab's one way to the terminal: every line bears its resource's name, in a colour of its own where the terminal
/// has colours. Thread-safe.
/// </summary>
internal sealed class LabConsole(IAnsiConsole console)
{
    private const string HostName = "lab";
    private const int PlainWidth = 160;
    private static readonly Color[] Palette = [Color.Aqua, Color.Yellow, Color.Lime, Color.Fuchsia, Color.DodgerBlue1, Color.Orange1];

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Color> _colors = new(StringComparer.Ordinal);
    private int _nameWidth = HostName.Length;

    /// <summary>A console that leaves colours out where <c>NO_COLOR</c> or a redirected output asks for it.</summary>
    public static LabConsole Create()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (!console.Profile.Out.IsTerminal)
        {
            // Nothing to wrap for: whoever reads a file wants whole lines.
            console.Profile.Width = Math.Max(console.Profile.Width, PlainWidth);
        }

        return new LabConsole(console);
    }

    /// <summary>Gives each name its colour and all of them one width.</summary>
    public void Introduce(IEnumerable<string> names)
    {
        lock (_lock)
        {
            foreach (var name in names)
            {
                _colors[name] = Palette[_colors.Count % Palette.Length];
                _nameWidth = Math.Max(_nameWidth, name.Length);
            }
        }
    }

    public void Host(string line) => Line(HostName, line);

    public void Line(string name, string line)
    {
        lock (_lock)
        {
            var prefix = $"{name.PadRight(_nameWidth)} | ";
            var style = new Style(_colors.TryGetValue(name, out var color) ? color : Color.Default);
            console.Write(new Text(prefix, style));
            // Not through the console's own layout, which would break long lines in the middle of words.
            console.Profile.Out.Writer.WriteLine(line);
            console.Profile.Out.Writer.Flush();
        }
    }

    public void Show(IRenderable picture)
    {
        lock (_lock)
        {
            console.Write(picture);
        }
    }
}
