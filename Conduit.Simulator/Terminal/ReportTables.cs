using Conduit.Simulator.Reports;
using Spectre.Console;

namespace Conduit.Simulator.Terminal;

/// <summary>A report as tables, at the end of a run.</summary>
internal static class ReportTables
{
    // More would push the rest off any screen.
    private const int MostUpstreams = 24;
    private const int MostFaultColumns = 4;

    public static void Write(IAnsiConsole console, RunReport report)
    {
        console.Write(Sections(report));
        console.Write(Upstreams(report));
        if (report.Upstreams.Count > MostUpstreams)
        {
            console.WriteLine($"  and {Figures.Count(report.Upstreams.Count - MostUpstreams)} more; the report (--report) has them all");
        }

        foreach (var fault in report.Faults)
        {
            console.WriteLine(Moved(fault));
        }

        if (report.Expectations.Count > 0)
        {
            console.Write(Expectations(report));
        }

        console.MarkupLineInterpolated($"[grey]{Footer(report)}[/]");
        foreach (var warning in report.Warnings)
        {
            console.MarkupLineInterpolated($"[yellow]warning:[/] {warning}");
        }

        if (!report.Complete)
        {
            console.MarkupLineInterpolated($"[yellow]The run ended after {report.ElapsedSeconds:0.0} s; what stands here is true up to there, and expectations are not judged.[/]");
        }
    }

    private static Table Sections(RunReport report)
    {
        var table = Table("", "requests", "success", "mean", "P50", "P90", "P99", "P99.9", "max");
        Row(table, report.Scenario, report);
        foreach (var phase in report.Phases)
        {
            Row(table, $"  phase {phase.Name}", phase);
        }

        foreach (var fault in report.Faults)
        {
            Row(table, $"  fault {fault.Name}", fault);
        }

        return table;
    }

    private static void Row(Table table, string name, SectionReport section) => table.AddRow(
        new Text(name),
        new Text(Figures.Count(section.Requests)),
        new Text(Figures.Percent(section.SuccessRate)),
        new Text(Figures.Milliseconds(section.LatencyMs.Mean)),
        new Text(Figures.Milliseconds(section.LatencyMs.P50)),
        new Text(Figures.Milliseconds(section.LatencyMs.P90)),
        new Text(Figures.Milliseconds(section.LatencyMs.P99)),
        new Text(Figures.Milliseconds(section.LatencyMs.P999)),
        new Text(Figures.Milliseconds(section.LatencyMs.Max)));

    private static Table Upstreams(RunReport report)
    {
        FaultReport[] faults = [.. report.Faults.Take(MostFaultColumns)];
        var table = Table(["upstream", "share", .. faults.Select(fault => fault.Name), "attempts", "failures"]);
        foreach (var (name, upstream) in Notable(report))
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

    /// <summary>All upstreams, or of too many those in trouble.</summary>
    private static IEnumerable<KeyValuePair<string, UpstreamReport>> Notable(RunReport report)
    {
        if (report.Upstreams.Count <= MostUpstreams)
        {
            return report.Upstreams;
        }

        var faulty = report.Faults.Select(fault => fault.On).ToHashSet(StringComparer.Ordinal);
        return report.Upstreams
            .OrderByDescending(upstream => faulty.Contains(upstream.Key))
            .ThenByDescending(upstream => upstream.Value.Failures)
            .ThenByDescending(upstream => upstream.Value.Attempts)
            .Take(MostUpstreams);
    }

    private static string Moved(FaultReport fault)
        => $"{fault.Name}: traffic left {fault.On} after {Figures.Milliseconds(fault.ShiftMs)}, was back {Figures.Milliseconds(fault.RecoverMs)} after its end";

    private static Table Expectations(RunReport report)
    {
        var table = Table("expected", "wanted", "actual", "");
        foreach (var expectation in report.Expectations)
        {
            table.AddRow(
                new Text(expectation.Name),
                new Text(expectation.Wanted),
                new Text(expectation.Actual ?? "-"),
                expectation.Met switch
                {
                    true => new Markup("[green]met[/]"),
                    false => new Markup("[red]missed[/]"),
                    null => new Markup("[grey]not judged[/]"),
                });
        }

        return table;
    }

    private static string Footer(RunReport report)
        => $"{report.Mode}{(report.Protocol is { } protocol ? $", {protocol}" : "")}, seed {report.Seed}, policy {report.Policy ?? "-"}, {Figures.Count(report.Attempts)} attempts, {Figures.Count(report.Failovers)} failovers, "
            + $"{Figures.Count(report.Hedges)} hedges{Lag(report.ScheduleLagMs)}";

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
