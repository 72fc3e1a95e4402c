using System.Net;
using Conduit.Routing;
using Conduit.Routing.Execution;
using Conduit.Tests.Integration;
using Microsoft.Extensions.Time.Testing;

namespace Conduit.Tests.Routing;

/// <summary>What becomes of a request that its sender gives up: it is nobody's failure but the one it was waiting for.</summary>
public sealed class ExecutorTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
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
