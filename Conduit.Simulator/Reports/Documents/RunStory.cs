using Conduit.Simulator.Load;
using Conduit.Simulator.Reports.Series;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Reports.Documents;

/// <summary>All there is to tell of a run.</summary>
/// <param name="Report">Its figures.</param>
/// <param name="Plan">What was on when.</param>
/// <param name="Series">Its figures over time.</param>
/// <param name="Recorded">Of a replay: the recorded run's figures over time, in the same steps; null where none is replayed.</param>
/// <param name="Command">The command line that runs it again.</param>
internal sealed record RunStory(RunReport Report, RunPlan Plan, TimeSeries Series, TimeSeries? Recorded, string Command)
{
    public Scenario Scenario => Plan.Scenario;

    /// <summary>The same with more for its reader to know.</summary>
    public RunStory With(string warning) => this with { Report = Report with { Warnings = [.. Report.Warnings, warning] } };
}
