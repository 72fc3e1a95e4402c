using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Conduit.Routing.Telemetry;
using Conduit.Tests.Integration;
using Conduit.Yarp;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Conduit.Tests.Proxy;

/// <summary>Over round robin each of two upstreams is asked first by one of two requests; what is usual they know from some before.</summary>
public sealed class HedgingTests
{
    // A tenth of the attempts' time here.
    private const double UsualMs = 200;

    [Fact]
    public async Task Get_that_waits_too_long_is_answered_by_the_other()
    {
        var calledOff = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var alpha = await Backend.StartAsync("alpha");
        await using var beta = await Backend.StartAsync("beta");
        await using var proxy = await StartWarmAsync(alpha, beta, ("Conduit:Routing:AttemptTimeout", "00:00:02"));
        alpha.Answer = async context =>
        {
            await Backend.Hang(context);
            calledOff.TrySetResult();
        };

        var answers = await AskTwiceAsync(proxy, HttpMethod.Get);

        Assert.All(answers, answer => Assert.StartsWith("200 beta", answer, StringComparison.Ordinal));
        // On a machine under load beta may have been late too, and another of these hedged.
        var hedged = await proxy.TracesAsync(1, "reason=hedge&outcome=superseded&upstream=alpha");
        Assert.Contains(hedged, trace => (string?)trace["outcome"] == "success" && Attempts(trace).SequenceEqual(["alpha policy superseded", "beta hedge success"]));
        Assert.True(await proxy.MetricAsync("conduit_hedges_total") >= 1);
        Assert.True(await proxy.MetricAsync("conduit_attempts_total", "upstream=\"alpha\"", "outcome=\"superseded\"") >= 1);
        // The first to be superseded goes on as a scout, until its time is over.
        await calledOff.Task.WaitAsync(RunningProxy.Patience);
        await Until.TrueAsync(async () => (int?)(await proxy.UpstreamAsync("alpha"))["inFlight"] == 0, RunningProxy.Patience, "nothing waits for alpha");
    }

    [Fact]
    public async Task Spans_of_a_hedge_and_of_the_attempt_it_stands_beside_are_siblings()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var beta = await Backend.StartAsync("beta");
        await using var proxy = await StartWarmAsync(alpha, beta, ("Conduit:Routing:AttemptTimeout", "00:00:02"));
        alpha.Answer = Backend.Hang;
        var trace = ActivityTraceId.CreateRandom();
        var ended = new ConcurrentQueue<Activity>();
        // Spans are the whole process's: of others' traces it wants nothing.
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is RoutingSpans.Name or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> creation) => creation.Parent.TraceId == trace ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);

        foreach (var _ in (int[])[1, 2])
        {
            using var message = new HttpRequestMessage(HttpMethod.Get, "/");
            message.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
            using var answer = await proxy.Client.SendAsync(message);
        }

        var slow = await SpanAsync(span => span.DisplayName == "GET alpha");
        var beside = await SpanAsync(span => span.DisplayName == "GET beta" && span.ParentSpanId == slow.ParentSpanId);
        Assert.Equal(("superseded", ActivityStatusCode.Unset, ActivityKind.Client), (slow.GetTagItem("conduit.outcome"), slow.Status, slow.Kind));
        Assert.Equal(("hedge", "success", 1), (beside.GetTagItem("conduit.reason"), beside.GetTagItem("conduit.outcome"), beside.GetTagItem("http.request.resend_count")));
        Assert.Contains(ended, span => span.DisplayName == "decide" && span.ParentSpanId == slow.ParentSpanId && Equals(span.GetTagItem("conduit.reason"), "hedge"));

        async Task<Activity> SpanAsync(Func<Activity, bool> isIt)
        {
            Activity? found = null;
            await Until.TrueAsync(() => (found = ended.FirstOrDefault(isIt)) is not null, RunningProxy.Patience, "the span has ended");
            return found!;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Get_whose_hedge_does_no_better_gets_the_first_attempts_answer(bool hedgeFails)
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var alpha = await Backend.StartAsync("alpha");
        await using var beta = await Backend.StartAsync("beta");
        await using var proxy = await StartWarmAsync(alpha, beta);
        var asked = 0;
        RequestDelegate sick = async context =>
        {
            if (Interlocked.Increment(ref asked) == 1)
            {
                await go.Task;
                await context.Response.WriteAsync("first");
            }
            else
            {
                await (hedgeFails ? Backend.Status(503)(context) : Backend.Hang(context));
            }
        };
        (alpha.Answer, beta.Answer) = (sick, sick);
        var answer = AskAsync(proxy, HttpMethod.Get);
        await Until.TrueAsync(() => Task.FromResult(Volatile.Read(ref asked) == 2), RunningProxy.Patience, "the hedge is under way");

        go.SetResult();

        Assert.Equal("200 first 2", await answer);
    }

    [Fact]
    public async Task Route_that_forbids_it_is_not_hedged()
    {
        await using var alpha = await Backend.StartAsync("alpha");
        await using var beta = await Backend.StartAsync("beta");
        await using var proxy = await StartWarmAsync(
            alpha, beta,
            ("ReverseProxy:Routes:upstreams:Metadata:Hedge", "false"),
            ("Conduit:Routing:AttemptTimeout", "00:00:02"));
        alpha.Answer = Backend.Hang;

        await AskTwiceAsync(proxy, HttpMethod.Get);

        await proxy.MetricIsAsync(1, "conduit_failovers_total");
        Assert.Equal(0, await proxy.MetricAsync("conduit_hedges_total"));
    }

    /// <summary>Starts it and lets it learn what is usual; nothing is hedged before that.</summary>
    private static async Task<RunningProxy> StartWarmAsync(Backend alpha, Backend beta, params (string, string)[] settings)
    {
        var proxy = await RunningProxy.StartAsync([alpha, beta], [("Conduit:Routing:Hedging:BudgetPerRequest", "0.05"), .. settings]);
        var router = proxy.App.Services.GetRequiredService<ClusterRouters>().Find("upstreams")!.Router;
        while (router.Upstreams.Any(upstream => double.IsNaN(upstream.Latency.Spread.Tail)))
        {
            await AskTwiceAsync(proxy, HttpMethod.Get);
        }

        // The first answers of a machine under load are slow, and what is usual decides how long a hedge waits.
        await Until.TrueAsync(
            async () =>
            {
                await AskTwiceAsync(proxy, HttpMethod.Get);
                var upstreams = (await proxy.JsonAsync("/_conduit/upstreams"))["upstreams"]!.AsArray();
                return upstreams.All(upstream => (int?)upstream!["inFlight"] == 0 && (double?)upstream["latencyMs"] < UsualMs);
            },
            RunningProxy.Patience, "both answer as usual, and nothing of the beginning is left");
        return proxy;
    }

    private static IEnumerable<string> Attempts(JsonNode trace)
        => trace["attempts"]!.AsArray().Select(attempt => $"{attempt!["upstream"]} {attempt["reason"]} {attempt["outcome"]}");

    private static async Task<IEnumerable<string>> AskTwiceAsync(RunningProxy proxy, HttpMethod method)
    {
        var answers = await Task.WhenAll(AskAsync(proxy, method), AskAsync(proxy, method));
        return answers.Order(StringComparer.Ordinal);
    }

    private static async Task<string> AskAsync(RunningProxy proxy, HttpMethod method)
    {
        using var request = new HttpRequestMessage(method, "/");
        using var response = await proxy.Client.SendAsync(request);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()} {response.Headers.GetValues("X-Conduit-Attempts").Single()}";
    }
}
