using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Conduit.ProxyBench.Processes;
using Conduit.Tests.Integration;

namespace Conduit.Tests.Proxy.Tracing;

/// <summary>What arrives at an OTLP endpoint of one request through the real proxy to a real upstream, each a process of its own.</summary>
public sealed class SpanTests : IAsyncLifetime
{
    private const string ClientSpan = "00f067aa0ba902b7";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conduit-spans-");
    private OtlpReceiver _collector = null!;
    private TracedService _beta = null!;
    private TracedService _proxy = null!;
    private int _requests;

    public async ValueTask InitializeAsync()
    {
        _collector = await OtlpReceiver.StartAsync();
        var upstream = Local(FreePort.Next(1_000, 2_000));
        _beta = await TracedService.StartAsync(
            "Conduit.Upstreams", "beta", Local(upstream.Port + 1_000), "/health", _collector.Address, [$"--urls={upstream}", "--Conduit:Upstream:Name=beta", $"--contentRoot={_folder}"]);
        var proxy = Local(FreePort.Next());
        // Nobody listens at alpha's address.
        var pool = RunningProxy.PoolOf("upstreams", [("alpha", Local(FreePort.Next())), ("beta", upstream)]);
        _proxy = await TracedService.StartAsync(
            "Conduit.Proxy", "proxy", proxy, "/health", _collector.Address, RunningProxy.Arguments(_folder, [.. pool, ("urls", proxy.ToString())]));
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _beta.DisposeAsync();
        await _collector.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Request_is_one_trace_from_its_client_to_the_upstream_with_each_decision_and_attempt_in_it()
    {
        // Over round robin one of two requests meets alpha first.
        string[] ids = [await AskAsync("/items/1?secret=hunter2"), await AskAsync("/items/1?secret=hunter2")];
        var remembered = await Task.WhenAll(ids.Select(RememberedAsync));
        var (id, trace) = ids.Zip(remembered).Single(pair => pair.Second["attempts"]!.AsArray().Count == 2);

        var spans = await _collector.TraceAsync(id, spans: 6);

        Assert.Equal(6, spans.Count);
        var request = Assert.Single(spans, span => span is { Service: "proxy", Span.Kind: Kind.Server });
        Assert.Equal(ClientSpan, request.Parent);
        Assert.Equal(("upstreams", "success", "2", "beta"), (request["conduit.cluster"], request["conduit.outcome"], request["conduit.attempts"], request["conduit.upstream"]));

        var attempts = spans.Where(span => span is { Service: "proxy", Span.Kind: Kind.Client }).OrderBy(span => span.Span.Start).ToArray();
        Assert.Equal(["GET alpha", "GET beta"], attempts.Select(attempt => attempt.Span.Name));
        Assert.All(attempts, attempt => Assert.Equal(request.Id, attempt.Parent));
        var (failed, answered) = (attempts[0], attempts[1]);
        Assert.Equal(("policy", "connect-failure", "connect-failure", null, null), (failed["conduit.reason"], failed["conduit.outcome"], failed["error.type"], failed["http.request.resend_count"], failed["http.response.status_code"]));
        Assert.Equal(2, failed.Span.Status.Code);
        Assert.Equal(("failover", "success", null, "1", "200"), (answered["conduit.reason"], answered["conduit.outcome"], answered["error.type"], answered["http.request.resend_count"], answered["http.response.status_code"]));
        Assert.Equal(("GET", "127.0.0.1"), (answered["http.request.method"], answered["server.address"]));
        Assert.EndsWith("/items/1", answered["url.full"], StringComparison.Ordinal);
        Assert.Equal(
            trace["attempts"]!.AsArray().Select(attempt => Score(attempt!)),
            attempts.Select(attempt => attempt["conduit.score"]));

        var decisions = spans.Where(span => span is { Service: "proxy", Span.Kind: Kind.Internal }).OrderBy(span => span.Span.Start).ToArray();
        Assert.Equal(["alpha", "beta"], decisions.Select(decision => decision["conduit.upstream"]));
        Assert.All(decisions, decision => Assert.Equal((request.Id, "decide", "true"), (decision.Parent, decision.Span.Name, decision["conduit.decided"])));
        Assert.Matches(@"^(alpha|beta) [0-9.]+ closed, (alpha|beta) [0-9.]+ closed$", decisions[0]["conduit.candidates"]);

        var work = Assert.Single(spans, span => span.Service == "beta");
        Assert.Equal((Kind.Server, answered.Id), (work.Span.Kind, work.Parent));
        Assert.DoesNotContain("hunter2", _collector.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Histograms_point_at_the_traces_behind_their_buckets()
    {
        var id = await AskAsync("/items/1");
        var text = "";
        await Until.TrueAsync(
            async () => (text = await OpenMetricsAsync()).Contains(id, StringComparison.Ordinal), RunningProxy.Patience, "an exemplar of the request");

        Assert.Contains(text.Split('\n'), line => line.StartsWith("conduit_request_duration_seconds_bucket{", StringComparison.Ordinal) && line.Contains($"trace_id=\"{id}\"", StringComparison.Ordinal));
        Assert.Contains(text.Split('\n'), line => line.StartsWith("conduit_attempt_duration_seconds_bucket{", StringComparison.Ordinal) && line.Contains($"trace_id=\"{id}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Requests_to_the_proxy_itself_make_no_spans()
    {
        foreach (var path in (string[])["/_conduit/upstreams", "/_conduit/traces", "/metrics", "/health", "/alive"])
        {
            using var own = Message(path, "11111111111111111111111111111111");
            using var answer = await _proxy.Client.SendAsync(own);
        }

        // What came after them has arrived, so they would have too.
        await _collector.TraceAsync(await AskAsync("/"), spans: 4);

        Assert.Empty(await _collector.TraceAsync("11111111111111111111111111111111", spans: 0));
    }

    private static Uri Local(int port) => new($"http://127.0.0.1:{port}");

    private static HttpRequestMessage Message(string path, string traceId)
        => new(HttpMethod.Get, path) { Headers = { { "traceparent", $"00-{traceId}-{ClientSpan}-01" } } };

    private static string? Score(JsonNode attempt)
        => ((double?)attempt["candidates"]!.AsArray().Single(candidate => (string?)candidate!["id"] == (string?)attempt["upstream"])!["score"])?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Sends a request as part of a trace of its own, and returns the trace's id.</summary>
    private async Task<string> AskAsync(string path)
    {
        var id = $"4bf92f3577b34da6a3ce929d0e0e{++_requests:x4}";
        using var message = Message(path, id);
        using var answer = await _proxy.Client.SendAsync(message);
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        return id;
    }

    private async Task<JsonNode> RememberedAsync(string id)
    {
        JsonArray traces = [];
        await Until.TrueAsync(
            async () => (traces = JsonNode.Parse(await _proxy.Client.GetStringAsync($"/_conduit/traces?traceId={id}"))!["traces"]!.AsArray()).Count == 1,
            RunningProxy.Patience, $"{id} is remembered");
        return traces[0]!;
    }

    private async Task<string> OpenMetricsAsync()
    {
        using var scrape = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        scrape.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("application/openmetrics-text; version=1.0.0"));
        using var answer = await _proxy.Client.SendAsync(scrape);
        return await answer.Content.ReadAsStringAsync();
    }
}
