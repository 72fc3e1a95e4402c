using Conduit.Simulator.Reports.Series;
using Conduit.Simulator.Scenarios.Model;

namespace Conduit.Simulator.Reports.Documents;

/// <summary>All there is to tell of a run.</summary>
/// <param name="Report">Its figures.</param>
/// <param name="Scenario">What was run.</param>
/// <param name="Series">Its figures over time.</param>
/// <param name="Command">The command line that runs it again.</param>
internal sealed record RunStory(RunReport Report, Scenario Scenario, TimeSeries Series, string Command);
