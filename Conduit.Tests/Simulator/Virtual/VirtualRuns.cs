using Conduit.Routing;
using Conduit.Simulator.Reports;
using Conduit.Simulator.Runs;
using Conduit.Simulator.Scenarios;
using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Virtual;
using Conduit.Tests.Architecture;
using Conduit.Tests.Simulator.Scenarios;

namespace Conduit.Tests.Simulator.Virtual;

/// <summary>Runs scenarios in virtual time.</summary>
internal static class VirtualRuns
{
    /// <summary>A scenario of the tree.</summary>
    public static Scenario Shipped(string name)
        => new ScenarioCatalog(Repository.PathOf("scenarios")).Load(name).Scenario ?? throw new InvalidOperationException($"No scenario {name}.");

    public static RunReport Run(string scenario, string policy = PolicyNames.Adaptive, bool bare = false)
        => Run(ScenarioText.Good(scenario), policy, bare);

    public static RunReport Run(Scenario scenario, string policy = PolicyNames.Adaptive, bool bare = false, ulong? seed = null)
    {
        var options = VirtualRunOptions.TryCreate(scenario, policy, bare, out var mistakes);
        Assert.True(options is not null, string.Join('\n', mistakes));
        return VirtualReport.Of(new VirtualRun(scenario, new RunSettings(seed ?? scenario.Seed), options).Run(TestContext.Current.CancellationToken));
    }
}
