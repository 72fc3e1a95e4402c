using Conduit.Simulator.Reports;
using Conduit.Simulator.Reports.Documents;
using Conduit.Simulator.Terminal;

namespace Conduit.Simulator.Commands;

/// <summary>The end of a run from the command line: its report is shown and written, and decides the exit code.</summary>
internal static class RunConclusion
{
    public static async Task<ExitCode> ConcludeAsync(CommandHost host, RunStory story, ReportFile? reportFile, bool quiet, CancellationToken stop)
    {
        var report = story.Report;
        if (!quiet)
        {
            if (report.Recorded is { } recorded)
            {
                ReplayDisplay.Write(host.Console, report, recorded);
            }
            else
            {
                ReportTables.Write(host.Console, report);
            }
        }

        var unwritten = reportFile is null ? null : await reportFile.WriteAsync(await ReportText.OfAsync(story, reportFile.Format));
        var missed = report.Expectations.Where(expectation => expectation.Met == false).ToList();
        if (quiet)
        {
            host.Refuse(ExitCode.Missed, missed.Select(expectation => $"missed: {expectation.Name} {expectation.Wanted}, but was {expectation.Actual ?? "not reached"}"));
        }

        if (unwritten is not null)
        {
            return host.Refuse(ExitCode.BadInput, $"--report {unwritten}");
        }

        return report.Complete
            ? missed.Count == 0 ? ExitCode.Ok : ExitCode.Missed
            : stop.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Unreachable;
    }
}
