using Conduit.Simulator.Reports;
using Spectre.Console;

namespace Conduit.Simulator.Terminal;

/// <summary>A report as tables, at the end of a run.</summary>
internal static class ReportTables
{
    private const int MostFaultColumns = 4;
    private const int WidthOfAll = 110;

    public static void Write(IAnsiConsole console, RunReport report)
    {
        console.Write(Sections(report, IsNarrow(console)));
        console.Write(Upstreams(report));
        if (report.Upstreams.Count > NotableUpstreams.Most)
        {
            console.WriteLine($"  and {Figures.Count(report.Upstreams.Count - NotableUpstreams.Most)} more; the report (--report) has them all");
        }

        foreach (var fault in report.Faults)
        {
            console.WriteLine(Moved(fault));
        }

        if (report.Expectations.Count > 0)
        {
            console.Write(Expectations(report));
        }

        WriteNotes(console, report);
    }

    /// <summary>What stands below the tables: how it was run, and what a reader must know.</summary>
    public static void WriteNotes(IAnsiConsole console, RunReport report, string which = "")
    {
        console.MarkupLineInterpolated($"[grey]{which}{Footer(report)}[/]");
        WriteWarnings(console, report.Warnings, report.Complete ? null : report.ElapsedSeconds);
    }

    /// <summary>What a reader must know before trusting the figures.</summary>
    /// <param name="console">Where.</param>
    /// <param name="warnings">As the report has them.</param>
    /// <param name="endedAfter">When a run ended early, in seconds; null where it did not.</param>
    public static void WriteWarnings(IAnsiConsole console, IReadOnlyList<string> warnings, double? endedAfter)
    {
        foreach (var warning in warnings)
        {
            console.MarkupLineInterpolated($"[yellow]warning:[/] {warning}");
        }

        if (endedAfter is { } seconds)
        {
            console.MarkupLineInterpolated($"[yellow]The run ended after {seconds:0.0} s; what stands here is true up to there, and expectations are not judged.[/]");
        }
    }

    /// <summary>Whether the widest tables would break their cells; what can be spared is left out of them then.</summary>
    public static bool IsNarrow(IAnsiConsole console) => console.Profile.Width < WidthOfAll;

    private static Table Sections(RunReport report, bool narrow)
    {
        var table = narrow
            ? Table("", "requests", "success", "P50", "P99", "P99.9")
            : Table("", "requests", "success", "mean", "P50", "P90", "P99", "P99.9", "max");
        Row(table, report.Scenario, report, narrow);
        foreach (var phase in report.Phases)
        {
            Row(table, $"  phase {phase.Name}", phase, narrow);
        }

        foreach (var fault in report.Faults)
        {
            Row(table, $"  fault {fault.Name}", fault, narrow);
        }

        return table;
    }

    private static void Row(Table table, string name, SectionReport section, bool narrow)
    {
        var (mean, p50, p90, _, p99, p999, max) = section.LatencyMs;
        double?[] latencies = narrow ? [p50, p99, p999] : [mean, p50, p90, p99, p999, max];
        table.AddRow([
            new Text(name),
            new Text(Figures.Count(section.Requests)),
            new Text(Figures.Percent(section.SuccessRate)),
            .. latencies.Select(latency => new Text(Figures.Milliseconds(latency))),
        ]);
    }

    private static Table Upstreams(RunReport report)
    {
        FaultReport[] faults = [.. report.Faults.Take(MostFaultColumns)];
        var table = Table(["upstream", "share", .. faults.Select(fault => fault.Name), "attempts", "failures"]);
        foreach (var (name, upstream) in NotableUpstreams.Of(report))
        {
            table.AddRow([
                new Text(name),
                new Text(Figures.Percent(upstream.Share)),
                .. faults.Select(fault => new Text(Figures.Percent(fault.Upstreams.GetValueOrDefault(name)?.Share))),
                new Text(Figures.Count(upstream.Attempts)),
                new Text(Figures.Count(upstream.Failures)),
            ]);
        }

        return table;
    }

    private static string Moved(FaultReport fault)
    {
        var left = fault.ShiftMs switch
        {
            null => $"traffic did not leave {fault.On}",
            0 => $"traffic left {fault.On} at once",
            var shift => $"traffic left {fault.On} after {Figures.Milliseconds(shift)}",
        };
        var back = (fault.ShiftMs, fault.RecoverMs) switch
        {
            (null, null) => "",
            (_, null) => ", was not seen back",
            (_, var recover) => $", was back {Figures.Delay(recover)} after its end",
        };
        return $"{fault.Name}: {left}{back}";
    }

    private static Table Expectations(RunReport report)
    {
        var table = Table("expected", "wanted", "actual", "");
        foreach (var expectation in report.Expectations)
        {
            table.AddRow(
                new Text(expectation.Name),
                new Text(expectation.Wanted),
                new Text(expectation.Actual ?? "-"),
                Verdict(expectation));
        }

        return table;
    }

    private static Markup Verdict(ExpectationReport expectation) => expectation.Met switch
    {
        true => new Markup("[green]met[/]"),
        false => new Markup("[red]missed[/]"),
        null => new Markup("[grey]not judged[/]"),
    };

    private static string Footer(RunReport report)
        => $"{report.Mode}{(report.Protocol is { } protocol ? $", {protocol}" : "")}{Rounds(report)}, seed {report.Seed}, policy {report.Policy ?? "-"}, {Figures.Count(report.Attempts)} attempts, {Figures.Count(report.Failovers)} failovers, "
            + $"{Figures.Count(report.Hedges)} hedges{Lag(report.ScheduleLagMs)}";

    private static string Rounds(RunReport report) => report.Rounds is { } rounds ? FormattableString.Invariant($", {rounds:0.##} rounds") : "";

    private static string Lag(LagReport? lag)
        => lag is null ? "" : $"; sent late by {Figures.Milliseconds(lag.P50)} (P50), {Figures.Milliseconds(lag.P99)} (P99)";

    public static Table Table(params IReadOnlyList<string> columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        for (var i = 0; i < columns.Count; i++)
        {
            var column = new TableColumn(new Text(columns[i])).NoWrap();
            table.AddColumn(i == 0 ? column : column.RightAligned());
        }

        return table;
    }
}
