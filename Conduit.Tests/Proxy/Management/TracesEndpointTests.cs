using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Conduit.Tests.Proxy.Management;

/// <summary><c>GET /_conduit/traces</c>, whose names and meanings are a contract.</summary>
public sealed class TracesEndpointTests : IAsyncLifetime
{
    private Backend _alpha = null!;
    private Backend _beta = null!;
    private RunningProxy _proxy = null!;

    public async ValueTask InitializeAsync()
    {
        _alpha = await Backend.StartAsync("alpha", context => Backend.Status(context.Request.Path == "/half" ? 503 : StatusOf(context))(context));
        _beta = await Backend.StartAsync("beta", context => Backend.Status(StatusOf(context))(context));
        _proxy = await RunningProxy.StartAsync([_alpha, _beta], ("Conduit:TraceCapacity", "16"));
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _beta.DisposeAsync();
        await _alpha.DisposeAsync();
    }

    [Fact]
    public async Task Trace_of_a_failover_says_all_that_the_contract_says()
    {
        // Over round robin one of two requests meets alpha first.
        await GetAsync("/half");
        await GetAsync("/half");

        var trace = Assert.Single(await _proxy.TracesAsync(1, "reason=failover"));
        var document = await _proxy.JsonAsync("/_conduit/traces");

        Assert.Equal(["capacity", "recorded", "traces"], document.AsObject().Select(property => property.Key));
        Assert.Equal(16, (int?)document["capacity"]);
        Assert.Equal(2, (long?)document["recorded"]);
        Assert.Equal(["at", "attempts", "durationMs", "id", "method", "outcome", "path", "status", "traceId"], KeysOf(trace));
        Assert.Matches("^[0-9a-f]{32}$", (string?)trace["traceId"]);
        Assert.Equal(("GET", "/half", 200, "success"), ((string?)trace["method"], (string?)trace["path"], (int?)trace["status"], (string?)trace["outcome"]));
        var attempts = trace["attempts"]!.AsArray();
        Assert.All(attempts, attempt => Assert.Equal(["candidates", "durationMs", "explanation", "outcome", "reason", "status", "upstream"], KeysOf(attempt!)));
        Assert.Equal(
            ["alpha policy server-error 503", "beta failover success 200"],
            attempts.Select(attempt => $"{attempt!["upstream"]} {attempt["reason"]} {attempt["outcome"]} {attempt["status"]}"));
        Assert.True((double)trace["durationMs"]! >= attempts.Sum(attempt => (double)attempt!["durationMs"]!));
        var candidates = attempts[0]!["candidates"]!.AsArray();
        Assert.Equal(["alpha", "beta"], candidates.Select(candidate => (string?)candidate!["id"]).Order(StringComparer.Ordinal));
        Assert.All(candidates, candidate => Assert.Equal(["breaker", "id", "score"], KeysOf(candidate!)));
    }

    [Fact]
    public async Task Trace_of_a_request_that_has_a_traceparent_bears_its_id()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        using var response = await _proxy.Client.SendAsync(request);

        Assert.Equal("0af7651916cd43dd8448eb211c80319c", (string?)(await _proxy.TraceAsync())["traceId"]);
    }

    [Fact]
    public async Task Trace_is_found_by_the_id_of_the_traceparent_that_its_client_sent()
    {
        await GetAsync("/before");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/mine");
        request.Headers.Add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        using var response = await _proxy.Client.SendAsync(request);
        await GetAsync("/after");

        Assert.Equal("/mine", (string?)(await _proxy.TraceAsync("traceId=4bf92f3577b34da6a3ce929d0e0e4736"))["path"]);
        Assert.Equal("/mine", (string?)(await _proxy.TraceAsync("traceId=4BF92F3577B34DA6A3CE929D0E0E4736"))["path"]);
        Assert.Empty(await _proxy.TracesAsync(0, "traceId=4bf92f3577b34da6a3ce929d0e0e4737"));
        var other = (await _proxy.TracesAsync(3)).Single(trace => (string?)trace["path"] == "/after");
        Assert.Equal("/after", (string?)(await _proxy.TraceAsync($"traceId={other["traceId"]}"))["path"]);
    }

    [Fact]
    public async Task Trace_says_in_plain_words_why_each_attempt_was_made_and_what_came_of_it()
    {
        await GetAsync("/half");
        await GetAsync("/half");

        var attempts = (await _proxy.TraceAsync("reason=failover"))["attempts"]!.AsArray().Select(attempt => (string?)attempt!["explanation"]).ToArray();

        Assert.StartsWith("alpha was chosen by the cluster's policy, which does not go by this score (its score was ", attempts[0], StringComparison.Ordinal);
        Assert.Matches(@" It answered 503 after [0-9.]+ ms: it failed\.$", attempts[0]);
        Assert.StartsWith("alpha failed this request (server-error, 503), so beta was asked next: no other could be chosen. alpha had been tried already. It answered 200 after ", attempts[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Traces_beyond_the_capacity_drop_the_oldest()
    {
        for (var i = 1; i <= 20; i++)
        {
            await GetAsync($"/{i}");
            await _proxy.TracesAsync(Math.Min(i, 16));
        }

        await Integration.Until.TrueAsync(
            async () => (string?)(await _proxy.JsonAsync("/_conduit/traces?limit=1"))["traces"]![0]!["path"] == "/20", RunningProxy.Patience, "the last request is remembered");
        var document = await _proxy.JsonAsync("/_conduit/traces");

        Assert.Equal(20, (long?)document["recorded"]);
        Assert.Equal(Enumerable.Range(5, 16).Reverse().Select(i => (long)i), document["traces"]!.AsArray().Select(trace => (long)trace!["id"]!));
    }

    [Theory]
    [InlineData("limit=2", 2)]
    [InlineData("limit=16", 3)]
    [InlineData("limit=", 3)]
    [InlineData("upstream=alpha", 2)]
    [InlineData("upstream=ALPHA", 2)]
    [InlineData("upstream=beta", 2)]
    [InlineData("upstream=gamma", 0)]
    [InlineData("outcome=success", 1)]
    [InlineData("outcome=server-error", 1)]
    [InlineData("outcome=client-error", 1)]
    [InlineData("outcome=shed", 0)]
    [InlineData("outcome=superseded", 0)]
    [InlineData("reason=policy", 3)]
    [InlineData("reason=failover", 1)]
    [InlineData("reason=hedge", 0)]
    [InlineData("reason=failover&outcome=server-error&upstream=beta&limit=1", 1)]
    [InlineData("reason=failover&outcome=client-error", 0)]
    public async Task Traces_asked_for_with_a_filter_are_those_it_lets_through(string query, int expected)
    {
        // One to each upstream, then one to both.
        foreach (var path in (string[])["/", "/missing", "/fails"])
        {
            await GetAsync(path);
        }

        await _proxy.TracesAsync(3);

        var traces = await _proxy.TracesAsync(0, query);

        Assert.Equal(expected, traces.Count);
        Assert.Equal(traces.Select(trace => (long)trace["id"]!).OrderDescending(), traces.Select(trace => (long)trace["id"]!));
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=17", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("outcome=great", "outcome")]
    [InlineData("reason=whim", "reason")]
    [InlineData("traceId=4bf92f3577b34da6a3ce929d0e0e473", "traceId")]
    [InlineData("traceId=4bf92f3577b34da6a3ce929d0e0e4736a", "traceId")]
    [InlineData("traceId=4bf92f3577b34da6a3ce929d0e0e473x", "traceId")]
    [InlineData("traceId=%204bf92f3577b34da6a3ce929d0e0e473", "traceId")]
    [InlineData("traceId=00000000000000000000000000000000", "traceId")]
    [InlineData("limit=0&outcome=great&reason=whim", "limit outcome reason")]
    public async Task Filter_that_is_wrong_is_a_problem_that_says_what_is_allowed(string query, string keys)
    {
        using var response = await _proxy.Client.GetAsync($"/_conduit/traces?{query}");

        var errors = (await RunningProxy.ProblemAsync(response, HttpStatusCode.BadRequest))["errors"]!.AsObject();
        Assert.Equal(keys, string.Join(' ', errors.Select(error => error.Key).Order(StringComparer.Ordinal)));
        Assert.All(errors, error => Assert.StartsWith("allowed is ", (string?)error.Value![0], StringComparison.Ordinal));
    }

    private static IEnumerable<string> KeysOf(JsonNode node) => node.AsObject().Select(property => property.Key).Order(StringComparer.Ordinal);

    private static int StatusOf(HttpContext context) => context.Request.Path.Value switch { "/fails" => 503, "/missing" => 404, _ => 200 };

    private async Task GetAsync(string path)
    {
        using var response = await _proxy.Client.GetAsync(path);
    }
}
