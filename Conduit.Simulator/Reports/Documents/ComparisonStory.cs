using Conduit.Simulator.Load;
using Conduit.Simulator.Reports.Series;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Reports.Documents;

/// <summary>All there is to tell of a comparison.</summary>
/// <param name="Report">Its figures.</param>
/// <param name="Plan">What was on when.</param>
/// <param name="Rows">Each row's figures over time.</param>
/// <param name="Command">The command line that compares again.</param>
internal sealed record ComparisonStory(ComparisonReport Report, RunPlan Plan, IReadOnlyList<NamedSeries> Rows, string Command)
{
    public Scenario Scenario => Plan.Scenario;

    /// <summary>The same with more for its reader to know.</summary>
    public ComparisonStory With(string warning) => this with { Report = Report with { Warnings = [.. Report.Warnings ?? [], warning] } };
}
