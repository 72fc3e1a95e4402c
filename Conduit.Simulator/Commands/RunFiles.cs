using Conduit.Simulator.Recordings;
using Conduit.Simulator.Reports;

namespace Conduit.Simulator.Commands;

/// <summary>The files a run writes, checked before it.</summary>
/// <param name="Report">Where its report goes; null: nowhere.</param>
/// <param name="Recording">Where its requests go; null: nowhere.</param>
internal sealed record RunFiles(ReportFile? Report, RecordingFile? Recording)
{
    /// <summary>Checks that what is asked for can be written.</summary>
    /// <param name="report">The report's path; null: none.</param>
    /// <param name="record">The recording's path; null: none.</param>
    /// <param name="source">What is run, which must not be written over.</param>
    /// <param name="problem">Why it can't, or null.</param>
    public static RunFiles? Check(string? report, string? record, string source, out string? problem)
    {
        ReportFile? reportFile = null;
        RecordingFile? recordingFile = null;
        if (report is not null && (reportFile = ReportFile.Open(report, out problem)) is null)
        {
            problem = $"--report {problem}";
            return null;
        }

        if (report is not null && IsSame(report, source))
        {
            problem = $"--report {report}: is the file that is run; give another name";
            return null;
        }

        if (record is not null)
        {
            // An empty name is like no other.
            if ((recordingFile = RecordingFile.Check(record, out problem)) is null)
            {
                problem = $"--record {problem}";
                return null;
            }

            if (IsSame(record, source) || (report is not null && IsSame(record, report)))
            {
                problem = $"--record {record}: is the file that is {(IsSame(record, source) ? "run" : "the report's")}; give another name";
                return null;
            }
        }

        problem = null;
        return new RunFiles(reportFile, recordingFile);
    }

    private static bool IsSame(string one, string other) => Path.GetFullPath(one) == Path.GetFullPath(other);
}
