using Conduit.Simulator.Reports;
using Conduit.Simulator.Reports.Documents;
using Spectre.Console;

namespace Conduit.Simulator.Terminal;

/// <summary>A replay and what it replays as tables, side by side.</summary>
internal static class ReplayDisplay
{
    // What a narrow terminal is not shown, the least of it first.
    private static readonly string[] Spared = ["mean", "P90", "max", "on", "requests", "P50", "failures", "attempts", "wanted"];

    public static void Write(IAnsiConsole console, RunReport report, RunReport recorded)
    {
        // Expectations come last: that is where the eye is when the run has ended.
        foreach (var table in ReplayTables.Of(report, recorded).OrderBy(table => table.Title == ReplayTables.Verdicts))
        {
            DocumentTable.Write(console, table, corner: null, Spared);
        }

        console.MarkupLineInterpolated($"[grey]recorded: {Wording.Origin(recorded)}[/]");
        ReportTables.WriteNotes(console, report, "replayed: ");
    }
}
