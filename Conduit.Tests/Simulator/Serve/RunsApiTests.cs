using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Conduit.ProxyBench.Processes;
using Conduit.Tests.Integration;
using Conduit.Tests.Proxy;

namespace Conduit.Tests.Simulator.Serve;

/// <summary><c>/runs</c> of the served simulator.</summary>
public sealed class RunsApiTests : IAsyncLifetime
{
    private const string AllDay = """
        phases: [ { name: all-day, for: 1h, rate: 20 } ]
        faults: [ { at: 0s, for: 1h, on: alpha, kind: latency, add: 1ms } ]
        """;

    private const string Short = """
        phases: [ { name: only, for: 1s, rate: 40 } ]
        expect: { success: ">= 0%" }
        """;

    private SmallLab _lab = null!;
    private RunningSimulator _simulator = null!;

    public async ValueTask InitializeAsync()
    {
        _lab = await SmallLab.StartAsync();
        _lab.Write("loop", AllDay);
        _lab.Write("short", Short);
        _lab.Write("long", AllDay);
        _lab.Write("broken", "phases: [ { fro: 1s } ]");
        _simulator = await RunningSimulator.StartAsync(_lab.Proxy.Address, _lab.Catalog);
    }

    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        await _lab.DisposeAsync();
    }

    [Fact]
    public async Task Run_of_the_loop_says_what_the_contract_says()
    {
        var run = await _simulator.LoopAsync();

        Assert.All((string[])["id", "scenario", "state", "startedAt", "phase", "elapsedSeconds", "report"], key => Assert.True(run.AsObject().ContainsKey(key), key));
        Assert.Equal(("loop", "running", "all-day"), ((string?)run["scenario"], (string?)run["state"], (string?)run["phase"]));
        Assert.Null(run["report"]);
    }

    [Fact]
    public async Task Run_that_is_asked_for_takes_the_lab_from_the_loop_and_gives_it_back()
    {
        var loop = await _simulator.LoopAsync();

        var accepted = await _simulator.PostAsync("short", 42);

        Assert.Equal(("short", 42UL, "running"), ((string?)accepted["scenario"], (ulong?)accepted["seed"], (string?)accepted["state"]));
        var done = await _simulator.RunAsync("done", "short");
        Assert.Equal((string?)accepted["id"], (string?)done["id"]);
        Assert.Equal(("short", 42UL), ((string?)done["report"]!["scenario"], (ulong?)done["report"]!["seed"]));
        Assert.True((long)done["report"]!["requests"]! > 0);
        Assert.Null(done["phase"]);
        var interrupted = (await _simulator.RunsAsync()).Single(run => (string?)run["id"] == (string?)loop["id"]);
        Assert.Equal("cancelled", (string?)interrupted["state"]);

        var next = await _simulator.LoopAsync();
        Assert.NotEqual((string?)loop["id"], (string?)next["id"]);
    }

    [Fact]
    public async Task Run_under_way_leaves_no_room_for_another()
    {
        await _simulator.LoopAsync();
        var first = await _simulator.PostAsync("long");

        using var second = await PostAsync("""{ "scenario": "short" }""");
        using var lease = await _simulator.Client.PutAsync("/lease/somebody", new StringContent("""{ "ttlSeconds": 5 }""", Encoding.UTF8, "application/json"));

        var problem = await RunningProxy.ProblemAsync(second, HttpStatusCode.Conflict);
        Assert.Contains($"run {first["id"]} of 'long' has the lab", (string?)problem["detail"], StringComparison.Ordinal);
        await RunningProxy.ProblemAsync(lease, HttpStatusCode.Conflict);
        Assert.DoesNotContain(await _simulator.RunsAsync(), run => (string?)run["scenario"] == "short");
    }

    [Fact]
    public async Task Run_under_way_can_be_ended_and_takes_its_faults_back()
    {
        // The loop stays away, or it would set its own fault again.
        await _simulator.DisposeAsync();
        _simulator = await RunningSimulator.StartAsync(_lab.Proxy.Address, _lab.Catalog, "--Conduit:Simulator:ResumeAfter=00:10:00");
        await _simulator.LoopAsync();
        await _simulator.PostAsync("long");
        await Until.TrueAsync(
            async () => (double?)(await _simulator.RunAsync("running", "long"))["elapsedSeconds"] > 0 && await _lab.Alpha.FaultsAsync() is not [],
            RunningProxy.Patience, "the run has set its fault");

        using var deleted = await _simulator.Client.DeleteAsync("/runs/current");

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        var cancelled = await _simulator.RunAsync("cancelled", "long");
        Assert.NotNull(cancelled["report"]);
        Assert.Empty(await _lab.Alpha.FaultsAsync());
    }

    [Fact]
    public async Task Run_ended_before_it_could_begin_never_begins()
    {
        await _simulator.LoopAsync();

        var accepted = await _simulator.PostAsync("long");
        using var deleted = await _simulator.Client.DeleteAsync("/runs/current");

        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal((string?)accepted["id"], (string?)(await _simulator.RunAsync("cancelled", "long"))["id"]);
        await _simulator.LoopAsync();
    }

    [Fact]
    public async Task Delete_without_a_run_is_a_404_problem()
    {
        await using var idle = await RunningSimulator.StartAsync(new Uri($"http://127.0.0.1:{FreePort.Next()}"), _lab.Catalog);

        using var deleted = await idle.Client.DeleteAsync("/runs/current");

        await RunningProxy.ProblemAsync(deleted, HttpStatusCode.NotFound);
        Assert.Empty(await idle.RunsAsync());
    }

    [Fact]
    public async Task Run_against_a_target_that_is_not_there_fails_and_says_why()
    {
        await using var idle = await RunningSimulator.StartAsync(new Uri($"http://127.0.0.1:{FreePort.Next()}"), _lab.Catalog);

        await idle.PostAsync("short");

        Assert.Contains("no answer from", (string?)(await idle.RunAsync("failed", "short"))["problem"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_told_to_end_ends_its_run_and_takes_its_faults_back()
    {
        await _simulator.LoopAsync();
        await Until.TrueAsync(async () => await _lab.Alpha.FaultsAsync() is not [], RunningProxy.Patience, "the loop has set its fault");

        await _simulator.StopAsync();

        Assert.Empty(await _lab.Alpha.FaultsAsync());
    }

    [Fact]
    public async Task Service_that_waits_for_its_target_ends_when_told_to()
    {
        await using var idle = await RunningSimulator.StartAsync(new Uri($"http://127.0.0.1:{FreePort.Next()}"), _lab.Catalog);

        await idle.StopAsync();
    }

    [Theory]
    [InlineData("""{ "scenario": "shrot" }""", "did you mean 'short'?")]
    [InlineData("""{ "scenario": "../short" }""", "there is no '../short'")]
    [InlineData("""{ "scenario": "/etc/passwd" }""", "There are broken, long, loop, short")]
    [InlineData("""{ "scenario": "broken" }""", "broken.yaml:1:13: phases[0].fro")]
    [InlineData("""{ "scenario": "" }""", "scenario: missing")]
    [InlineData("{}", "scenario: missing")]
    [InlineData("null", "Not JSON of the form")]
    [InlineData("", "Not JSON of the form")]
    [InlineData("""{ "scenario": "short" """, "Not JSON of the form")]
    [InlineData("""{ "scenario": "short", "sede": 1 }""", "sede")]
    [InlineData("""{ "scenario": "short", "seed": -1 }""", "$.seed")]
    [InlineData("""{ "scenario": 5 }""", "$.scenario")]
    public async Task Request_for_a_run_that_is_wrong_is_a_400_problem_and_disturbs_nothing(string body, string message)
    {
        var loop = await _simulator.LoopAsync();

        using var response = await PostAsync(body);

        var problem = await RunningProxy.ProblemAsync(response, HttpStatusCode.BadRequest);
        Assert.Contains(message, (string?)problem["detail"], StringComparison.Ordinal);
        Assert.Equal((string?)loop["id"], (string?)Assert.Single(await _simulator.RunsAsync())["id"]);
        Assert.Equal("running", (string?)(await _simulator.RunsAsync())[0]["state"]);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task Request_for_a_run_of_another_content_type_is_a_415_problem(string? type)
    {
        using var response = await PostAsync("""{ "scenario": "short" }""", type);

        var problem = await RunningProxy.ProblemAsync(response, HttpStatusCode.UnsupportedMediaType);
        Assert.Contains("application/json", (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/runs", "Host", "evil.example")]
    [InlineData("POST", "/runs", "Origin", "http://evil.example")]
    [InlineData("POST", "/runs", "Sec-Fetch-Site", "cross-site")]
    [InlineData("POST", "/runs", "X-Forwarded-For", "10.0.0.1")]
    [InlineData("DELETE", "/runs/current", "Origin", "http://evil.example")]
    [InlineData("PUT", "/lease/me", "Via", "1.1 proxy")]
    [InlineData("GET", "/runs", "Host", "evil.example")]
    [InlineData("GET", "/runs/1", "Host", "evil.example")]
    public async Task Request_of_a_page_or_machine_that_is_not_this_one_is_a_403_problem(string method, string path, string header, string value)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = method is "POST" or "PUT" ? new StringContent("""{ "scenario": "short" }""", Encoding.UTF8, "application/json") : null,
        };
        request.Headers.Add(header, value);

        using var refusal = await _simulator.Client.SendAsync(request);

        await RunningProxy.ProblemAsync(refusal, HttpStatusCode.Forbidden);
        Assert.DoesNotContain(await _simulator.RunsAsync(), run => (string?)run["scenario"] == "short");
    }

    [Fact]
    public async Task Run_can_be_asked_for_by_its_id_and_an_unknown_one_is_a_404_problem()
    {
        var loop = await _simulator.LoopAsync();

        var run = await _simulator.Client.GetFromJsonAsync<JsonNode>($"/runs/{(string?)loop["id"]}");
        using var unknown = await _simulator.Client.GetAsync("/runs/nobody");

        Assert.Equal(((string?)loop["id"], "loop"), ((string?)run!["id"], (string?)run["scenario"]));
        await RunningProxy.ProblemAsync(unknown, HttpStatusCode.NotFound);
    }

    private async Task<HttpResponseMessage> PostAsync(string body, string? type = "application/json")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        return await _simulator.Client.PostAsync("/runs", content);
    }
}
