using System.Collections.Concurrent;
using System.Net;
using Conduit.Routing;
using Conduit.Routing.Execution;

namespace Conduit.Tests.Routing.Stress;

/// <summary>Attempts are used again, their timers included; what ends one must never reach the next.</summary>
[Collection(nameof(Threads))]
public sealed class ExecutorStressTests
{
    private const int Users = 32;
    private const int RequestsEach = 250;

    [Fact]
    public async Task Requests_whose_times_run_out_and_whose_hedges_race_end_only_their_own()
    {
        using var transport = new FitfulTransport();
        using var executor = new HttpMessageInvoker(new ConduitHandler(transport, TimeProvider.System));
        var router = new Router(PolicyNames.RoundRobin, Impatient(), TimeProvider.System);
        router.Update([RouterHarness.Define(0), RouterHarness.Define(1)]);

        var users = Enumerable.Range(0, Users).Select(user => Task.Run(async () =>
        {
            for (var i = 0; i < RequestsEach; i++)
            {
                await AskAsync(executor, router, transport, $"/{user}/{i}");
            }
        }));
        await Task.WhenAll(users);

        Assert.NotEmpty(transport.Hung);
        await Integration.Until.TrueAsync(
            () => Task.FromResult(router.Upstreams.All(upstream => upstream.InFlight == 0)), TimeSpan.FromSeconds(30), "nothing is under way");
    }

    private static async Task AskAsync(HttpMessageInvoker executor, Router router, FitfulTransport transport, string path)
    {
        var routed = new RoutedRequest(router, "GET", BodyKind.None);
        using var message = new HttpRequestMessage(HttpMethod.Get, $"http://u0.test{path}");
        message.SetRoutedRequest(routed);
        Assert.True(router.TryBegin(routed));
        UpstreamAddress.TakeHostAsName(message);
        try
        {
            using var response = await executor.SendAsync(message, CancellationToken.None);
            Assert.Equal(path, response.ReasonPhrase);
            router.Feedback.Complete(routed, routed.Final, AttemptOutcome.Success);
        }
        catch (OperationCanceledException late)
        {
            Assert.IsType<TimeoutException>(late.InnerException);
            Assert.True(transport.Hung.ContainsKey(path), $"{path} was cancelled though it never hung.");
        }
    }

    private static RouterOptions Impatient() => new()
    {
        AttemptTimeout = TimeSpan.FromMilliseconds(60),
        Deadline = TimeSpan.FromMilliseconds(200),
        Hedging = { MinDelay = TimeSpan.FromMilliseconds(1), Quantile = 0.5, BudgetPerRequest = 1, BudgetCap = 100_000 },
        Breaker = { ConsecutiveFailures = 1_000, MinimumSamples = 100_000 },
    };

    /// <summary>Answers at once, soon, or not before it is called off.</summary>
    private sealed class FitfulTransport : HttpMessageHandler
    {
        private readonly Chance _chance = new(7);
        private long _sent;

        public ConcurrentDictionary<string, bool> Hung { get; } = new(StringComparer.Ordinal);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.AbsolutePath;
            var luck = _chance.Unit((ulong)Interlocked.Increment(ref _sent));
            if (luck < 0.05)
            {
                Hung[path] = true;
                await InlineDelay.WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }
            else if (luck < 0.5)
            {
                await InlineDelay.WaitAsync(TimeSpan.FromMilliseconds(luck * 8), TimeProvider.System, cancellationToken);
            }

            return new HttpResponseMessage(HttpStatusCode.OK) { ReasonPhrase = path };
        }
    }
}
