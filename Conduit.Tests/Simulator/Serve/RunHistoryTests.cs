using Conduit.Simulator.Serve;
using Conduit.Tests.Simulator.Scenarios;

namespace Conduit.Tests.Simulator.Serve;

public sealed class RunHistoryTests
{
    [Fact]
    public void History_of_more_than_twenty_runs_keeps_the_last_twenty_newest_first()
    {
        var history = new RunHistory(TimeProvider.System);
        var scenario = ScenarioText.Good("phases: [ { for: 1s, rate: 1 } ]");
        for (var run = 0; run < 25; run++)
        {
            history.Add(history.Create(scenario, seed: 0));
        }

        Assert.Equal(Enumerable.Range(6, 20).Reverse().Select(id => $"{id}"), history.Documents.Select(run => run.Id));
    }
}
