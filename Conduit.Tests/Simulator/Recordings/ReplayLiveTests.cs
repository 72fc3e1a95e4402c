using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Conduit.Tests.Proxy;
using Microsoft.AspNetCore.Http.Features;

namespace Conduit.Tests.Simulator.Recordings;

/// <summary>Recording and replaying over real sockets.</summary>
public sealed class ReplayLiveTests : IAsyncLifetime
{
    private SmallLab _lab = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Target => Address(_lab.Proxy.Address);

    public async ValueTask InitializeAsync() => _lab = await SmallLab.StartAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Recording_of_a_live_run_replays_the_same_requests_at_the_same_offsets_with_its_faults()
    {
        _lab.Write("mixed", """
            upstreams: { alpha: {} }
            phases: [ { name: one, for: 1s, rate: 60 }, { name: two, for: 1s, rate: 30 } ]
            faults: [ { name: failing, at: 1s, for: 1s, on: alpha, kind: error, status: 404 } ]
            requests: [ { path: "/items/{n}?q={n}" }, { method: POST, path: /orders, body: 2KiB } ]
            """);
        var (first, second, report) = (_lab.PathOf("first.jsonl"), _lab.PathOf("second.jsonl"), _lab.PathOf("replay.json"));
        Assert.Equal((0, ""), Said(await RunAsync("run", "mixed", "--record", first, "--quiet")));

        Assert.Equal((0, ""), Said(await RunAsync("replay", first, "--record", second, "--report", report, "--quiet")));

        var (recorded, replayed) = (RecordingText.Load(first), RecordingText.Load(second));
        Assert.True(recorded.Complete);
        Assert.Equal(RecordingText.Arrivals(recorded), RecordingText.Arrivals(replayed));
        var json = JsonNode.Parse(await File.ReadAllTextAsync(report, Stop))!;
        Assert.Equal(((long)json["requests"]!, "live", "live", Target), (recorded.Requests, (string?)json["mode"], (string?)json["recorded"]!["mode"], (string?)json["recorded"]!["target"]));
        Assert.All([json, json["recorded"]!], run => Assert.True((long)run["faults"]![0]!["outcomes"]!["client-error"]! > 0));
        Assert.Equal(1, (double?)json["recorded"]!["upstreams"]!["alpha"]!["share"]);
    }

    [Fact]
    public async Task Server_gets_each_recorded_request_as_it_is_written_and_none_before_its_time()
    {
        var got = new ConcurrentQueue<(string Request, string Body, long At)>();
        await using var server = await Backend.StartAsync("plain", async context =>
        {
            var at = TimeProvider.System.GetTimestamp();
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            got.Enqueue(($"{context.Request.Method} {context.Features.Get<IHttpRequestFeature>()!.RawTarget} {context.Request.ContentType}", body, at));
        });
        string[] lines =
        [
            """[0,"GET","/a?x=%20%2f&y"]""",
            """[200,"POST","/text","{\"a\":\"ü\"}"]""",
            """[300,"PUT","/typed",{"text":"a=b","type":"application/x-www-form-urlencoded"}]""",
            """[400,"POST","/binary",{"base64":"AAEC/w=="}]""",
            """[500,"DELETE","//elsewhere.example/../x"]""",
            """[600,"PROPFIND","/\\elsewhere.example/"]""",
            """[700,"POST","/sized",3]""",
            """[800,"GET","/@elsewhere.example:80/"]""",
        ];
        await File.WriteAllLinesAsync(_lab.PathOf("hand.jsonl"), ["""{"conduitRecording":1,"lengthMs":1000}""", .. lines], Stop);
        var began = TimeProvider.System.GetTimestamp();

        var (code, _, error) = await _lab.RunAsync(Stop, "replay", _lab.PathOf("hand.jsonl"), "--lab", "none", "--target", Address(server.Address), "--quiet");

        Assert.Equal((0, ""), (code, error));
        // The target is looked at before and measured around the replay.
        var sent = got.Where(request => !request.Request.StartsWith("GET /_conduit/", StringComparison.Ordinal) && !request.Request.StartsWith("GET /metrics", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            [
                ("GET /a?x=%20%2f&y ", ""),
                ("POST /text application/octet-stream", """{"a":"ü"}"""),
                ("PUT /typed application/x-www-form-urlencoded", "a=b"),
                ("POST /binary application/octet-stream", "\0\u0001\u0002\ufffd"),
                ("DELETE //elsewhere.example/../x ", ""),
                (@"PROPFIND /\elsewhere.example/ ", ""),
                ("POST /sized application/octet-stream", "xxx"),
                ("GET /@elsewhere.example:80/ ", ""),
            ],
            sent.OrderBy(request => request.At).Select(request => (request.Request, request.Body)),
            EqualityComparer<(string, string)>.Default);
        Assert.All(new[] { 0, 200, 300, 400, 500, 600, 700, 800 }.Zip(sent.OrderBy(request => request.At)), pair =>
            Assert.True(TimeProvider.System.GetElapsedTime(began, pair.Second.At) >= TimeSpan.FromMilliseconds(pair.First)));
    }

    [Fact]
    public async Task Live_run_repeats_its_scenario_and_its_faults_for_as_long_as_asked()
    {
        _lab.Write("short", """
            upstreams: { alpha: {} }
            phases: [ { name: calm, for: 500ms, rate: 40 }, { name: trouble, for: 500ms, rate: 40 } ]
            faults: [ { name: failing, at: 500ms, for: 500ms, on: alpha, kind: error, status: 404 } ]
            """);
        var report = _lab.PathOf("report.json");

        Assert.Equal((0, ""), Said(await RunAsync("run", "short", "--for", "3500ms", "--report", report, "--quiet")));

        var json = JsonNode.Parse(await File.ReadAllTextAsync(report, Stop))!;
        Assert.Equal((3.5, true, 3.5), ((double)json["rounds"]!, (bool)json["complete"]!, (double)json["elapsedSeconds"]!));
        Assert.Equal(2, json["phases"]!.AsArray().Count);
        Assert.True((long)json["faults"]![0]!["outcomes"]!["client-error"]! > 0);
        Assert.InRange((long)json["faults"]![0]!["requests"]!, 25, 110);
        Assert.NotNull(json["faults"]![0]!["attempts"]);
        Assert.Empty(await _lab.Alpha.FaultsAsync());
    }

    [Fact]
    public async Task Damaged_recording_sends_nothing()
    {
        await File.WriteAllLinesAsync(_lab.PathOf("damaged.jsonl"), [.. RecordingText.Good[..3], "[damaged"], Stop);

        var (code, _, error) = await RunAsync("replay", _lab.PathOf("damaged.jsonl"));

        Assert.Equal(2, code);
        Assert.Contains("damaged.jsonl:4: ", error, StringComparison.Ordinal);
        Assert.Equal(0, (long?)(await _lab.Proxy.UpstreamAsync("alpha"))["requests"]);
    }

    private static (int, string) Said((int Code, string Output, string Error) run) => (run.Code, run.Error);

    private static string Address(Uri uri) => uri.GetLeftPart(UriPartial.Authority);

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
        => _lab.RunAsync(Stop, [.. arguments, "--lab", "none", "--target", Target]);
}
