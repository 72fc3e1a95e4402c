using Conduit.Routing;

namespace Conduit.Benchmarks;

/// <summary>
/// Decides for one request after the other: pick, begin, and the end with its good answer. The requests are made
/// beforehand and used over and over, each with a number, and so draws, of its own. For one thread.
/// </summary>
internal sealed class DecisionLoop
{
    private const int Requests = 1024;
    private const int Ok = 200;

    private readonly Router _router;
    private readonly RoutedRequest[] _requests;
    private int _next;

    public DecisionLoop(Router router)
    {
        _router = router;
        _requests = [.. Enumerable.Range(0, Requests).Select(_ => new RoutedRequest(router, "GET", BodyKind.None))];
    }

    /// <summary>A router whose upstreams have all been measured.</summary>
    public static Router RouterOver(int upstreams, string policy = PolicyNames.Adaptive, IRouterObserver? observer = null)
    {
        var router = new Router(policy, new RouterOptions(), TimeProvider.System, observer);
        router.Update([.. Enumerable.Range(0, upstreams).Select(index => new UpstreamDefinition($"upstream-{index}", new Uri($"http://127.0.0.1:{index + 1}")))]);
        foreach (var upstream in router.Upstreams)
        {
            upstream.Latency.Sample(rtt: 1_000, reference: 1_000, router.Now);
        }

        return router;
    }

    public void Decide()
    {
        var request = _requests[_next];
        _next = (_next + 1) % Requests;
        request.Rewind();
        Run(_router, request);
    }

    /// <summary>The same for one request that has no attempts yet.</summary>
    public static void Run(Router router, RoutedRequest request)
    {
        if (router.TryBegin(request))
        {
            router.Feedback.HeadersArrived(request, 0, Ok);
            router.Feedback.Complete(request, 0, AttemptOutcome.Success);
        }
    }
}
