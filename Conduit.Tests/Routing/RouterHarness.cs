using Conduit.Routing;
using Microsoft.Extensions.Time.Testing;

namespace Conduit.Tests.Routing;

/// <summary>A router on a clock that only moves when told to.</summary>
internal sealed class RouterHarness : IRouterObserver
{
    public RouterHarness(string policy = PolicyNames.Adaptive, int upstreams = 2, Action<RouterOptions>? configure = null)
    {
        var options = new RouterOptions { Seed = 42 };
        configure?.Invoke(options);
        Router = new Router(policy, options, Time, this);
        Router.Update([.. Enumerable.Range(0, upstreams).Select(Define)]);
        // Away from the start, so that nothing is recent only because the clock has just begun.
        Time.Advance(TimeSpan.FromMinutes(1));
    }

    public FakeTimeProvider Time { get; } = new();

    public Router Router { get; }

    public List<string> Transitions { get; } = [];

    public int BudgetExhausted { get; private set; }

    public Upstream this[int index] => Router.Upstreams[index];

    public static UpstreamDefinition Define(int index) => new($"u{index}", new Uri($"http://u{index}.test"));

    public RoutedRequest Request(string method = "GET", BodyKind body = BodyKind.None) => new(Router, method, body);

    public RoutedRequest Begin(string method = "GET", BodyKind body = BodyKind.None)
    {
        var request = Request(method, body);
        Assert.True(Router.TryBegin(request));
        return request;
    }

    /// <summary>Lets the request's latest attempt take its time and answer.</summary>
    public void Answer(RoutedRequest request, double milliseconds, int status = 200)
    {
        Advance(milliseconds);
        Router.Feedback.HeadersArrived(request, request.Latest, status);
        Router.Feedback.Complete(request, request.Latest, AttemptOutcomes.FromStatus(status));
    }

    public void End(RoutedRequest request, AttemptOutcome outcome, double milliseconds = 1)
    {
        Advance(milliseconds);
        Router.Feedback.Complete(request, request.Latest, outcome);
    }

    /// <summary>Requests to one upstream that are under way together and fail together.</summary>
    public void FailTogether(Upstream upstream, int count, AttemptOutcome outcome)
    {
        var requests = Enumerable.Range(0, count)
            .Select(_ => new RoutedRequest(Router, "GET", BodyKind.None) { Among = [upstream] })
            .ToList();
        requests.ForEach(request => Assert.True(Router.TryBegin(request)));
        requests.ForEach(request => End(request, outcome));
    }

    /// <summary>One whole request, whose time and status depend on where it went; returns it.</summary>
    public RoutedRequest Run(Func<string, (double Milliseconds, int Status)> serve, string method = "GET")
    {
        var request = Begin(method);
        while (true)
        {
            var (milliseconds, status) = serve(request[request.Latest].Upstream.Id);
            Answer(request, milliseconds, status);
            if (!request[request.Latest].Outcome.IsFailure() || !Router.TryBeginFailover(request))
            {
                return request;
            }
        }
    }

    /// <summary>Runs requests until the condition holds, <paramref name="gap"/> ms apart; fails after <paramref name="most"/>.</summary>
    public void RunUntil(Func<bool> condition, Func<string, (double Milliseconds, int Status)> serve, double gap = 5, int most = 10_000)
    {
        for (var i = 0; !condition(); i++)
        {
            Assert.True(i < most, "The condition did not come true.");
            Run(serve);
            Advance(gap);
        }
    }

    public void Advance(double milliseconds) => Time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    public void Decided(in Attempt attempt)
    {
    }

    public void Ended(in Attempt attempt)
    {
    }

    public void BreakerChanged(Upstream upstream, BreakerState state) => Transitions.Add($"{upstream.Id} {state.Name()}");

    public void RetryBudgetExhausted() => BudgetExhausted++;

    public void UpstreamsChanged(IReadOnlyList<Upstream> upstreams)
    {
    }
}
