using BenchmarkDotNet.Attributes;
using Conduit.Routing;

namespace Conduit.Benchmarks;

/// <summary>What a decision among two upstreams costs under each policy.</summary>
public class PolicyBenchmarks
{
    private DecisionLoop _loop = null!;

    public static IEnumerable<string> Policies => PolicyNames.All;

    [ParamsSource(nameof(Policies))]
    public string Policy { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _loop = new DecisionLoop(DecisionLoop.RouterOver(2, Policy));

    [Benchmark]
    public void Decision() => _loop.Decide();
}
