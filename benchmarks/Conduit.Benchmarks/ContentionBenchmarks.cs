using BenchmarkDotNet.Attributes;

namespace Conduit.Benchmarks;

/// <summary>What a decision costs while others decide on the same router: time of the whole machine divided by all decisions.</summary>
public class ContentionBenchmarks
{
    private const int Decisions = 80_000;

    private Barrier _barrier = null!;
    private Thread[] _threads = [];
    private volatile bool _stopping;

    [Params(1, 8)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var router = DecisionLoop.RouterOver(2);
        _barrier = new Barrier(Threads + 1);
        _threads = [.. Enumerable.Range(0, Threads).Select(_ => new Thread(() => Work(new DecisionLoop(router))) { IsBackground = true })];
        Array.ForEach(_threads, thread => thread.Start());
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _stopping = true;
        _barrier.SignalAndWait();
        Array.ForEach(_threads, thread => thread.Join());
        _barrier.Dispose();
    }

    [Benchmark(OperationsPerInvoke = Decisions)]
    public void Decision()
    {
        _barrier.SignalAndWait();
        _barrier.SignalAndWait();
    }

    private void Work(DecisionLoop loop)
    {
        while (true)
        {
            _barrier.SignalAndWait();
            if (_stopping)
            {
                return;
            }

            for (var i = 0; i < Decisions / Threads; i++)
            {
                loop.Decide();
            }

            _barrier.SignalAndWait();
        }
    }
}
