using Conduit.Simulator.Reports;
using Spectre.Console;

namespace Conduit.Simulator.Terminal;

/// <summary>A replay and what it replays as tables, side by side.</summary>
internal static class ReplayTables
{
    private const string Recorded = "recorded";
    private const string Replayed = "replayed";

    public static void Write(IAnsiConsole console, RunReport report, RunReport recorded)
    {
        console.Write(Sections(report, recorded));
        console.Write(Upstreams(report, recorded));
        console.Write(Outcomes(report, recorded));
        foreach (var (fault, before) in report.Faults.Zip(recorded.Faults))
        {
            console.WriteLine(
                $"{fault.Name}: traffic left {fault.On} after {Figures.Milliseconds(fault.ShiftMs)} (recorded: {Figures.Milliseconds(before.ShiftMs)}), "
                + $"was back {Figures.Milliseconds(fault.RecoverMs)} after its end (recorded: {Figures.Milliseconds(before.RecoverMs)})");
        }

        if (report.Expectations.Count > 0)
        {
            console.Write(Expectations(report, recorded));
        }

        console.MarkupLineInterpolated($"[grey]recorded: {Origin(recorded)}[/]");
        ReportTables.WriteNotes(console, report, "replayed: ");
    }

    private static Table Sections(RunReport report, RunReport recorded)
    {
        var table = ReportTables.Table("", "", "requests", "success", "mean", "P50", "P90", "P99", "P99.9", "max");
        Pair(table, report.Scenario, recorded, report);
        foreach (var (phase, before) in report.Phases.Zip(recorded.Phases))
        {
            Pair(table, $"  phase {phase.Name}", before, phase);
        }

        foreach (var (fault, before) in report.Faults.Zip(recorded.Faults))
        {
            Pair(table, $"  fault {fault.Name}", before, fault);
        }

        return table;
    }

    private static void Pair(Table table, string name, SectionReport before, SectionReport now)
    {
        table.AddRow([new Text(name), new Text(Recorded), .. ReportTables.Cells(before)]);
        table.AddRow([new Text(""), new Text(Replayed), .. ReportTables.Cells(now)]);
    }

    private static Table Upstreams(RunReport report, RunReport recorded)
    {
        FaultReport[] faults = [.. report.Faults.Take(ReportTables.MostFaultColumns)];
        var table = ReportTables.Table(["upstream", "", "share", .. faults.Select(fault => fault.Name), "attempts", "failures"]);
        foreach (var name in ReportTables.Notable(report).Select(pair => pair.Key).Union(recorded.Upstreams.Keys.Take(ReportTables.MostUpstreams), StringComparer.Ordinal))
        {
            Row(name, Recorded, recorded);
            Row("", Replayed, report);

            void Row(string title, string which, RunReport run)
            {
                var upstream = run.Upstreams.GetValueOrDefault(name);
                table.AddRow([
                    new Text(title),
                    new Text(which),
                    new Text(Figures.Percent(upstream?.Share)),
                    .. faults.Select((_, index) => new Text(Figures.Percent(run.Faults[index].Upstreams.GetValueOrDefault(name)?.Share))),
                    new Text(Figures.Count(upstream?.Attempts)),
                    new Text(Figures.Count(upstream?.Failures)),
                ]);
            }
        }

        return table;
    }

    private static Table Outcomes(RunReport report, RunReport recorded)
    {
        var table = ReportTables.Table("outcome", Recorded, Replayed);
        foreach (var outcome in recorded.Outcomes.Keys.Union(report.Outcomes.Keys, StringComparer.Ordinal))
        {
            table.AddRow(
                new Text(outcome),
                new Text(Figures.Count(recorded.Outcomes.GetValueOrDefault(outcome))),
                new Text(Figures.Count(report.Outcomes.GetValueOrDefault(outcome))));
        }

        return table;
    }

    private static Table Expectations(RunReport report, RunReport recorded)
    {
        var table = ReportTables.Table("expected", "wanted", Recorded, Replayed, "");
        foreach (var (expectation, before) in report.Expectations.Zip(recorded.Expectations))
        {
            table.AddRow(new Text(expectation.Name), new Text(expectation.Wanted), new Text(before.Actual ?? "-"), new Text(expectation.Actual ?? "-"), ReportTables.Verdict(expectation));
        }

        return table;
    }

    private static string Origin(RunReport recorded)
    {
        var target = recorded.Target is null ? "" : $" against {recorded.Target}";
        var began = recorded.StartedAt is { } at ? FormattableString.Invariant($" on {at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC") : "";
        return $"{recorded.Mode}{target}{began}, seed {recorded.Seed}, policy {recorded.Policy ?? "-"}";
    }
}
