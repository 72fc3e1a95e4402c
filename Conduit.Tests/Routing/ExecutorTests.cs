using System.Net;
using Conduit.Routing;
using Conduit.Routing.Execution;
using Conduit.Tests.Integration;
using Microsoft.Extensions.Time.Testing;

namespace Conduit.Tests.Routing;

/// <summary>What becomes of a request that its sender gives up, which is nobody's failure but the one it was waiting for, and of one that its upstreams let hang.</summary>
public sealed class ExecutorTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly EagerTime _time = new();
    private readonly CancellationTokenSource _givenUp = new();
    private readonly Router _router;

    public ExecutorTests()
    {
        _router = new Router(PolicyNames.RoundRobin, new RouterOptions(), _time);
        _router.Update([RouterHarness.Define(0), RouterHarness.Define(1), RouterHarness.Define(2)]);
    }

    public void Dispose() => _givenUp.Dispose();

    [Fact]
    public async Task Request_given_up_while_an_upstream_hangs_is_not_tried_on_another()
    {
        using var transport = new ScriptedTransport((_, stop) => Hang(stop));
        var routed = new RoutedRequest(_router, "GET", BodyKind.None);

        var sending = SendAsync(transport, routed);
        await Until.TrueAsync(() => transport.Sent == 1, Patience, "the first attempt is under way");
        await _givenUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal((1, 1), (routed.AttemptCount, transport.Sent));
    }

    [Fact]
    public async Task Answer_that_waits_to_be_replaced_is_let_go_when_the_request_is_given_up()
    {
        var bodies = new List<WatchedBody>();
        using var transport = new ScriptedTransport((_, _) =>
        {
            var body = new WatchedBody();
            bodies.Add(body);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = body });
        });
        var routed = new RoutedRequest(_router, "GET", BodyKind.None);

        // The second failure is followed by a wait, which no clock here ends.
        var sending = SendAsync(transport, routed);
        await Until.TrueAsync(() => transport.Sent == 2, Patience, "the second attempt has failed");
        await _givenUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal(2, bodies.Count);
        Assert.All(bodies, body => Assert.True(body.IsLetGo));
    }

    [Fact]
    public async Task Request_woken_by_a_ring_that_was_meant_for_the_one_before_is_hedged_when_its_own_time_has_come()
    {
        for (var i = 0; i < 60; i++)
        {
            var warm = new RoutedRequest(_router, "GET", BodyKind.None);
            Assert.True(_router.TryBegin(warm));
            _time.Advance(TimeSpan.FromMilliseconds(20));
            _router.Feedback.HeadersArrived(warm, 0, 200);
            _router.Feedback.Complete(warm, 0, AttemptOutcome.Success);
        }

        using var transport = new ScriptedTransport((_, stop) => Hang(stop));
        var routed = new RoutedRequest(_router, "GET", BodyKind.None);
        var sending = SendAsync(transport, routed);
        await Until.TrueAsync(() => transport.Sent == 1, Patience, "the first attempt is under way");
        var delay = _router.HedgeDelay(routed);
        Assert.InRange(delay.TotalMilliseconds, 10, 100);

        _time.Advance(delay / 10);
        _time.RingLatest();
        Assert.Equal(1, routed.AttemptCount);
        _time.Advance(delay);
        Assert.Equal(2, routed.AttemptCount);

        await _givenUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task Handler_that_is_used_no_more_is_collected_while_the_threads_it_was_used_on_go_on()
    {
        var handler = await UseAsync();

        await Until.TrueAsync(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return !handler.IsAlive;
            },
            Patience,
            "the transport is collected");

        async Task<WeakReference> UseAsync()
        {
            var router = new Router(PolicyNames.RoundRobin, new RouterOptions(), TimeProvider.System);
            router.Update([RouterHarness.Define(0)]);
            var transport = new ScriptedTransport((_, _) => Task.FromResult(new HttpResponseMessage()));
            using var executor = new HttpMessageInvoker(new ConduitHandler(transport, TimeProvider.System), disposeHandler: false);
            using var message = new HttpRequestMessage(HttpMethod.Get, "http://u0.test/");
            message.SetRoutedRequest(new RoutedRequest(router, "GET", BodyKind.None));
            UpstreamAddress.TakeHostAsName(message);
            using var response = await executor.SendAsync(message, _givenUp.Token);
            return new WeakReference(transport);
        }
    }

    [Fact]
    public async Task Attempt_that_a_hedge_has_joined_ends_by_its_own_limit()
    {
        var options = new RouterOptions { AttemptTimeout = TimeSpan.FromMilliseconds(200), Deadline = Patience };
        options.Hedging.MinDelay = TimeSpan.FromMilliseconds(5);
        var router = new Router(PolicyNames.RoundRobin, options, TimeProvider.System);
        router.Update([RouterHarness.Define(0), RouterHarness.Define(1)]);
        var hangs = false;
        using var transport = new ScriptedTransport((_, stop) => hangs ? Hang(stop) : Task.FromResult(new HttpResponseMessage()));
        await Until.TrueAsync(IsUsualKnownAsync, Patience, "the router knows how long an answer usually takes");

        hangs = true;
        var routed = new RoutedRequest(router, "GET", BodyKind.None);
        var gaveUp = await Assert.ThrowsAsync<TaskCanceledException>(() => SendAsync(routed).WaitAsync(Patience));

        Assert.IsType<TimeoutException>(gaveUp.InnerException);
        Assert.Equal((2, DecisionReason.Hedge), (routed.AttemptCount, routed[1].Reason));
        Assert.Equal((AttemptOutcome.Timeout, AttemptOutcome.Timeout), (routed[0].Outcome, routed[1].Outcome));

        async Task<bool> IsUsualKnownAsync()
        {
            var quick = new RoutedRequest(router, "GET", BodyKind.None);
            using var response = await SendAsync(quick);
            router.Feedback.Complete(quick, quick.Final, AttemptOutcome.Success);
            return router.HedgeDelay(quick) != Timeout.InfiniteTimeSpan;
        }

        async Task<HttpResponseMessage> SendAsync(RoutedRequest request)
        {
            using var executor = new HttpMessageInvoker(new ConduitHandler(transport, TimeProvider.System), disposeHandler: false);
            using var message = new HttpRequestMessage(HttpMethod.Get, "http://u0.test/");
            message.SetRoutedRequest(request);
            UpstreamAddress.TakeHostAsName(message);
            return await executor.SendAsync(message, _givenUp.Token);
        }
    }

    [Fact]
    public async Task Further_attempt_is_sent_in_the_execution_context_of_its_request()
    {
        var (ambient, seen) = (new AsyncLocal<string?>(), new List<string?>());
        var first = new TaskCompletionSource<HttpResponseMessage>();
        using var transport = new ScriptedTransport((_, _) =>
        {
            seen.Add(ambient.Value);
            return seen.Count == 1 ? first.Task : Task.FromResult(new HttpResponseMessage());
        });

        ambient.Value = "the request's";
        var sending = SendAsync(transport, new RoutedRequest(_router, "GET", BodyKind.None));
        ambient.Value = "another's";
        first.SetException(new HttpRequestException(HttpRequestError.ConnectionError));
        using var response = await sending.WaitAsync(Patience);

        Assert.Equal(["the request's", "the request's"], seen);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMessageHandler transport, RoutedRequest routed)
    {
        using var executor = new HttpMessageInvoker(new ConduitHandler(transport, _time), disposeHandler: false);
        using var message = new HttpRequestMessage(HttpMethod.Get, "http://u0.test/");
        message.SetRoutedRequest(routed);
        UpstreamAddress.TakeHostAsName(message);
        Assert.True(_router.TryBegin(routed));
        return await executor.SendAsync(message, _givenUp.Token);
    }

    private static async Task<HttpResponseMessage> Hang(CancellationToken stop)
    {
        await InlineDelay.WaitAsync(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        return new HttpResponseMessage();
    }

    /// <summary>A clock whose timer that was set last can be made to ring before its time.</summary>
    private sealed class EagerTime : FakeTimeProvider
    {
        private Action? _ring;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _ring = () => callback(state);
            return base.CreateTimer(callback, state, dueTime, period);
        }

        public void RingLatest() => _ring!();
    }

    private sealed class ScriptedTransport(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        private int _sent;

        public int Sent => Volatile.Read(ref _sent);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answering = answer(request, cancellationToken);
            Interlocked.Increment(ref _sent);
            return answering;
        }
    }

    private sealed class WatchedBody : ByteArrayContent
    {
        public WatchedBody()
            : base([1])
        {
        }

        public bool IsLetGo { get; private set; }

        protected override void Dispose(bool disposing)
        {
            IsLetGo = true;
            base.Dispose(disposing);
        }
    }
}
