using Conduit.Simulator.Reports.Series;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Reports.Documents;

/// <summary>All there is to tell of a comparison.</summary>
/// <param name="Report">Its figures.</param>
/// <param name="Scenario">What was run.</param>
/// <param name="Rows">Each row's figures over time.</param>
/// <param name="Command">The command line that compares again.</param>
internal sealed record ComparisonStory(ComparisonReport Report, Scenario Scenario, IReadOnlyList<NamedSeries> Rows, string Command);
