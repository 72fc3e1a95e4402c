using Conduit.Routing;
using Conduit.Simulator.Load;
using Conduit.Simulator.Reports;
using Conduit.Simulator.Reports.Documents;
using Conduit.Simulator.Reports.Series;
using Conduit.Simulator.Runs;
using Conduit.Simulator.Scenarios.Model;
using Conduit.Simulator.Virtual;
using Conduit.Simulator.Virtual.Comparing;
using Conduit.Tests.Simulator.Virtual;

namespace Conduit.Tests.Simulator.Reports;

/// <summary>Runs and comparisons in virtual time, to be told.</summary>
internal static class Stories
{
    public const string Command = "simulator run it --again";

    public static RunStory Run(string shipped, string policy = PolicyNames.Adaptive) => Run(VirtualRuns.Shipped(shipped), policy);

    public static RunStory Run(Scenario scenario, string policy = PolicyNames.Adaptive, TimeSpan? length = null)
    {
        var options = VirtualRunOptions.TryCreate(scenario, policy, bare: false, out _)!;
        var result = new VirtualRun(Workload.Of(scenario, new RunSettings(scenario.Seed), length), options).Run(TestContext.Current.CancellationToken);
        return new RunStory(VirtualReport.Of(result), result.Workload.Plan, TimeSeries.Of(result.Measurements, result.Workload, result.Reached), Recorded: null, Command);
    }

    public static ComparisonStory Comparison(string shipped, IReadOnlyList<string> policies, params IReadOnlyList<ulong> seeds)
    {
        var scenario = VirtualRuns.Shipped(shipped);
        var comparison = new PolicyComparison(scenario, policies, seeds is [] ? [scenario.Seed] : seeds, rateFactor: 1, bare: false);
        return new ComparisonStory(comparison.Run(TestContext.Current.CancellationToken)!, new RunPlan(scenario), comparison.Rows, Command);
    }
}
