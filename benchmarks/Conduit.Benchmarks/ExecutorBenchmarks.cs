using BenchmarkDotNet.Attributes;
using Conduit.Routing;
using Conduit.Routing.Execution;

namespace Conduit.Benchmarks;

/// <summary>What the executor adds to a message: decision, attempt, time limit, and a hedge that is armed or not.</summary>
public class ExecutorBenchmarks
{
    private static readonly Uri Address = new("http://127.0.0.1:1/items/1");

    private readonly ManualTransport _transport = new();
    private HttpMessageInvoker _bare = null!;
    private HttpMessageInvoker _executor = null!;
    private Router _hedging = null!;
    private Router _plain = null!;

    [GlobalSetup]
    public void Setup()
    {
        _bare = new HttpMessageInvoker(_transport);
        _executor = new HttpMessageInvoker(new ConduitHandler(_transport, TimeProvider.System));
        _hedging = Warm(new RouterOptions());
        _plain = Warm(new RouterOptions { Hedging = { BudgetPerRequest = 0 } });
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _bare.Dispose();
        _executor.Dispose();
    }

    [Benchmark(Baseline = true)]
    public HttpResponseMessage TransportAlone() => Send(_bare, new HttpRequestMessage(HttpMethod.Get, Address));

    [Benchmark]
    public HttpResponseMessage AttemptWithoutHedging() => Attempt(_plain);

    [Benchmark]
    public HttpResponseMessage AttemptWithHedgingArmed() => Attempt(_hedging);

    private static Router Warm(RouterOptions options)
    {
        var router = new Router(PolicyNames.Adaptive, options, TimeProvider.System);
        router.Update([new("alpha", new Uri("http://127.0.0.1:1")), new("beta", new Uri("http://127.0.0.1:2"))]);
        var loop = new DecisionLoop(router);
        for (var i = 0; i < 1_000; i++)
        {
            loop.Decide();
        }

        return router;
    }

    private HttpResponseMessage Attempt(Router router)
    {
        var routed = new RoutedRequest(router, "GET", BodyKind.None);
        var message = new HttpRequestMessage(HttpMethod.Get, Address);
        message.SetRoutedRequest(routed);
        var response = Send(_executor, message);
        router.Feedback.Complete(routed, routed.Final, AttemptOutcome.Success);
        return response;
    }

    private HttpResponseMessage Send(HttpMessageInvoker invoker, HttpRequestMessage message)
    {
        var sending = invoker.SendAsync(message, CancellationToken.None);
        _transport.Answer();
        return sending.GetAwaiter().GetResult();
    }
}
