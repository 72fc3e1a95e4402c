using Conduit.Tests.Proxy;
using Microsoft.AspNetCore.Http;

namespace Conduit.Tests.LiveView;

/// <summary>What is made of whatever answers at the simulator's address.</summary>
public sealed class SimulatorWatchTests
{
    [Theory]
    [InlineData("[ null ]", "[]")]
    [InlineData("[ {} ]", "[]")]
    [InlineData("""{ "runs": [] }""", "[]")]
    [InlineData("[]", "[ null ]")]
    [InlineData("[]", """[ { "name": null, "seconds": 1 } ]""")]
    public async Task Simulator_that_says_something_else_has_nothing_to_run_and_is_understood_once_it_is_one(string runs, string scenarios)
    {
        await using var simulator = await Backend.StartAsync("simulator", context => context.Response.WriteAsync(context.Request.Path == "/runs" ? runs : scenarios));
        await using var view = await RunningLiveView.StartAsync(new Uri("http://127.0.0.1:1"), simulator.Address);
        var asked = simulator.Requests;
        await Integration.Until.TrueAsync(() => simulator.Requests > asked + 2, RunningProxy.Patience, "it is asked again");
        Assert.Empty(view.State.Snapshot.Simulator.Scenarios);

        simulator.Answer = context => context.Response.WriteAsync(context.Request.Path == "/runs"
            ? """[ { "id": "1", "scenario": "steady", "state": "running", "elapsedSeconds": 2 } ]"""
            : """[ { "name": "steady", "seconds": 30, "upstreams": null } ]""");

        var now = await view.SnapshotAsync(now => now.Simulator is { Run: not null, Scenarios.Count: 1 }, "run and scenario are known");
        Assert.Equal("steady", now.Simulator.Run!.Scenario);
        Assert.True(now.Simulator.Scenarios[0].Fits([]));
    }
}
