using Conduit.Simulator.Reports;
using Conduit.Simulator.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Conduit.Simulator.Terminal;

/// <summary>A picture of the run that renews itself in place.</summary>
internal sealed class LiveDisplay : IRunDisplay
{
    private const int BarWidth = 40;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly IAnsiConsole _console;
    private readonly TimeProvider _time;
    private readonly string _title;

    public LiveDisplay(IAnsiConsole console, TimeProvider time, string title)
    {
        _console = console;
        _time = time;
        _title = title;
    }

    public Task ShowAsync(Func<RunProgress?> progress, Task ended)
        => _console.Live(new Text("")).AutoClear(true)
            .StartAsync(context => DisplayLoop.RunAsync(_time, Interval, progress, ended, now => context.UpdateTarget(Picture(now))));

    private Panel Picture(RunProgress now)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
        Row(grid, "progress", new Markup($"{Bar(now.Elapsed / now.Length, "blue")} {Figures.Clock(now.Elapsed)} of {Figures.Clock(now.Length)}"));
        Row(grid, "phase", new Text($"{now.Phase}, {Figures.Rate(now.Rate)}, {now.InFlight} in flight, {Figures.Count(now.Requests)} done"));
        Row(grid, "success", new Markup($"[{(now.SuccessRate is < 0.999 ? "red" : "green")}]{Figures.Percent(now.SuccessRate)}[/]"));
        Row(grid, "latency", new Text($"P50 {Figures.Milliseconds(now.P50)}   P99 {Figures.Milliseconds(now.P99)}"));
        var (shares, rest) = ShownShares.Of(now);
        foreach (var (upstream, share) in shares)
        {
            Row(grid, upstream, new Markup($"{Bar(share, Colour(upstream))} {Figures.Percent(share)}"));
        }

        if (rest > 0)
        {
            Row(grid, "", new Text($"and {Figures.Count(rest)} more"));
        }

        var faults = now.ActiveFaults.Count == 0 ? "[grey]none[/]" : $"[red]{string.Join(", ", now.ActiveFaults).EscapeMarkup()}[/]";
        Row(grid, "faults", new Markup(faults));
        return new Panel(grid).Header(_title.EscapeMarkup()).RoundedBorder();
    }

    private static void Row(Grid grid, string name, IRenderable value) => grid.AddRow(new Markup($"[grey]{name.EscapeMarkup()}[/]"), value);

    // As on the dashboards.
    private static string Colour(string upstream) => upstream switch
    {
        "alpha" => "dodgerblue1",
        "beta" => "darkorange",
        _ => "green",
    };

    private static string Bar(double fraction, string colour)
    {
        var full = (int)Math.Round(Math.Clamp(fraction, 0, 1) * BarWidth);
        return $"[{colour}]{new string('█', full)}[/][grey]{new string('░', BarWidth - full)}[/]";
    }
}
