using Conduit.Simulator.Reports;
using Conduit.Simulator.Runs.Comparing;
using Spectre.Console;

namespace Conduit.Simulator.Terminal;

/// <summary>Shows a live comparison while it goes on: a table that renews itself on a terminal, else a line every few seconds.</summary>
internal sealed class LiveComparisonDisplay
{
    private static readonly TimeSpan PictureInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    private readonly IAnsiConsole _console;
    private readonly TimeProvider _time;
    private readonly string _title;

    public LiveComparisonDisplay(IAnsiConsole console, TimeProvider time, string title)
    {
        _console = console;
        _time = time;
        _title = title;
    }

    /// <summary>Shows the progress until the comparison has ended.</summary>
    /// <param name="progress">How it stands; null before it has begun.</param>
    /// <param name="ended">Completes with it, in whatever way.</param>
    public Task ShowAsync(Func<ComparisonProgress?> progress, Task ended)
    {
        var profile = _console.Profile;
        return profile.Out.IsTerminal && profile.Capabilities is { Ansi: true, Interactive: true }
            ? _console.Live(new Text("")).AutoClear(true).StartAsync(context => DisplayLoop.RunAsync(_time, PictureInterval, progress, ended, now => context.UpdateTarget(Picture(now))))
            : DisplayLoop.RunAsync(_time, LineInterval, progress, ended, now => _console.Profile.Out.Writer.WriteLine(Line(now)));
    }

    private Panel Picture(ComparisonProgress now)
    {
        var table = ReportTables.Table("", "in flight", "success", "P50", "P99");
        foreach (var target in now.Targets)
        {
            table.AddRow(
                new Text(target.Name),
                new Text(Figures.Count(target.InFlight)),
                new Markup($"[{(target.SuccessRate is < 0.999 ? "red" : "green")}]{Figures.Percent(target.SuccessRate)}[/]"),
                new Text(Figures.Milliseconds(target.P50)),
                new Text(Figures.Milliseconds(target.P99)));
        }

        var faults = now.ActiveFaults.Count == 0 ? new Markup("[grey]no fault[/]") : new Markup($"[red]{string.Join(", ", now.ActiveFaults).EscapeMarkup()}[/]");
        return new Panel(new Rows(new Text(Where(now)), faults, table)).Header(_title.EscapeMarkup()).RoundedBorder();
    }

    private static string Line(ComparisonProgress now)
    {
        var targets = string.Join("; ", now.Targets.Select(target => $"{target.Name} {Figures.Percent(target.SuccessRate)}, P99 {Figures.Milliseconds(target.P99)}"));
        return $"{Where(now)}; {targets}{(now.ActiveFaults.Count == 0 ? "" : $"; in force: {string.Join(", ", now.ActiveFaults)}")}";
    }

    private static string Where(ComparisonProgress now)
        => $"{Figures.Clock(now.Elapsed)} of {Figures.Clock(now.Length)}  {now.Phase}: {Figures.Rate(now.Rate)} to each";
}
