using Conduit.Simulator.Reports;
using Conduit.Simulator.Reports.Series;

namespace Conduit.Simulator.Recordings;

/// <summary>What a recording tells of the run it was made of.</summary>
/// <param name="Report">Its figures.</param>
/// <param name="Series">Its figures over time.</param>
internal sealed record RecordedRun(RunReport Report, TimeSeries Series)
{
    public static RecordedRun Of(Recording recording)
    {
        var measured = recording.Measure();
        return new RecordedRun(RecordedReport.Of(recording, measured), TimeSeries.Of(measured, recording.Workload, recording.Plan.Length));
    }
}
