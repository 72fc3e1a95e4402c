using System.Collections.Concurrent;
using System.IO.Compression;
using Conduit.Routing;
using Conduit.Routing.Execution;
using Conduit.Tests.Integration;

namespace Conduit.Tests.Routing;

/// <summary>What becomes of the answers of attempts that run beside each other. None comes before its test gives it.</summary>
public sealed class RacingAnswerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly HeldTransport _transport = new();

    public void Dispose() => _transport.Dispose();

    [Fact]
    public async Task Late_answer_whose_body_cannot_be_unpacked_is_a_failure_and_frees_the_scouts_place()
    {
        var lab = Warm();
        lab.Router.TryIsolate("u1", true);
        var routed = lab.Begin();
        lab.Router.TryIsolate("u1", false);
        var failures = lab[0].Failures;
        var sending = SendAsync(lab, routed);
        await UntilAsync(lab, () => routed.AttemptCount == 2, "the hedge is under way");
        _transport["u1"].SetResult(new HttpResponseMessage());
        using var response = await sending;
        Assert.False(lab[0].TryScout());

        var packed = new GZipStream(new MemoryStream("nothing that was ever packed"u8.ToArray()), CompressionMode.Decompress);
        _transport["u0"].SetResult(new HttpResponseMessage { Content = new StreamContent(packed) });

        await Until.TrueAsync(() => lab[0].TryScout(), Patience, "another may scout");
        Assert.Equal((failures + 1, 0), (lab[0].Failures, lab[0].InFlight));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    public async Task Good_answer_of_a_trial_is_given_long_before_a_hedge_that_hangs_is_out_of_time(int maxAttempts, bool usualIsKnown)
    {
        Action<RouterOptions> configure = options => options.Failover.MaxAttempts = maxAttempts;
        var lab = usualIsKnown ? Warm(configure) : new RouterHarness(configure: configure);
        lab.FailTogether(lab[0], 5, AttemptOutcome.ServerError);
        lab.Advance(600);
        var routed = lab.Begin();
        Assert.Equal(DecisionReason.Probe, routed[0].Reason);
        var began = lab.Router.Now;

        var sending = SendAsync(lab, routed);
        await Until.TrueAsync(() => routed.AttemptCount == 2, Patience, "the hedge is under way");
        _transport["u0"].SetResult(new HttpResponseMessage());
        await UntilAsync(lab, () => sending.IsCompleted, "the request is answered");

        using var response = await sending;
        Assert.Equal((0, AttemptOutcome.Superseded), (routed.Final, routed[1].Outcome));
        Assert.InRange(lab.Router.Now - began, 0, 5 * MonotonicClock.Second);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Good_answer_of_a_hedge_is_given_before_a_trials_that_was_there_first(bool usualIsKnown)
    {
        var lab = usualIsKnown ? Warm() : new RouterHarness();
        lab.FailTogether(lab[0], 5, AttemptOutcome.ServerError);
        lab.Advance(600);
        var routed = lab.Begin();

        var sending = SendAsync(lab, routed);
        await Until.TrueAsync(() => routed.AttemptCount == 2, Patience, "the hedge is under way");
        _transport["u0"].SetResult(new HttpResponseMessage());
        lab.Advance(5);
        _transport["u1"].SetResult(new HttpResponseMessage());

        using var response = await sending.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal((1, AttemptOutcome.Superseded), (routed.Final, routed[0].Outcome));
    }

    private async Task<HttpResponseMessage> SendAsync(RouterHarness lab, RoutedRequest routed)
    {
        using var executor = new HttpMessageInvoker(new ConduitHandler(_transport, lab.Time), disposeHandler: false);
        using var message = new HttpRequestMessage(HttpMethod.Get, "http://u0.test/");
        message.SetRoutedRequest(routed);
        return await executor.SendAsync(message, TestContext.Current.CancellationToken);
    }

    private static RouterHarness Warm(Action<RouterOptions>? configure = null)
    {
        var lab = new RouterHarness(configure: configure);
        lab.RunUntil(() => lab[0].Attempts > 20 && lab[1].Attempts > 20, _ => (10, 200));
        return lab;
    }

    /// <summary>Lets time pass in small steps, each after what the last has brought.</summary>
    private static Task UntilAsync(RouterHarness lab, Func<bool> condition, string what)
        => Until.TrueAsync(
            () =>
            {
                lab.Advance(10);
                return condition();
            },
            Patience, what);

    private sealed class HeldTransport : HttpMessageHandler
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource<HttpResponseMessage>> _answers = new(StringComparer.Ordinal);

        /// <summary>The answer of an upstream.</summary>
        public TaskCompletionSource<HttpResponseMessage> this[string upstream] => _answers.GetOrAdd($"{upstream}.test", static _ => new());

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            => _answers.GetOrAdd(request.RequestUri!.Host, static _ => new()).Task.WaitAsync(cancellationToken);
    }
}
