using Conduit.Simulator.Reports;
using Conduit.Simulator.Reports.Documents;
using Conduit.Simulator.Terminal;

namespace Conduit.Simulator.Commands;

/// <summary>The end of a comparison from the command line: it is shown and written.</summary>
internal static class ComparisonConclusion
{
    public static async Task<ExitCode> ConcludeAsync(CommandHost host, ComparisonStory story, ReportFile? reportFile)
    {
        ComparisonTable.Write(host.Console, story.Report);
        return reportFile is not null && await reportFile.WriteAsync(await ReportText.OfAsync(story, reportFile.Format)) is { } unwritten
            ? host.Refuse(ExitCode.BadInput, $"--report {unwritten}")
            : ExitCode.Ok;
    }
}
