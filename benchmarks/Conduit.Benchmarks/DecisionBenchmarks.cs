using BenchmarkDotNet.Attributes;
using Conduit.Routing;

namespace Conduit.Benchmarks;

/// <summary>What a decision costs as the pool grows: pick, begin and end; alone, and with the request it is made for.</summary>
public class DecisionBenchmarks
{
    private DecisionLoop _loop = null!;
    private Router _router = null!;

    [Params(2, 32, 33, 100, 1_000, 10_000)]
    public int Upstreams { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _router = DecisionLoop.RouterOver(Upstreams);
        _loop = new DecisionLoop(_router);
    }

    [Benchmark(Baseline = true)]
    public void Decision() => _loop.Decide();

    [Benchmark]
    public void DecisionAndRequest() => DecisionLoop.Run(_router, new RoutedRequest(_router, "GET", BodyKind.None));
}
