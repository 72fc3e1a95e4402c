using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Conduit.Tests.Integration;
using Conduit.Tests.Proxy;
using Conduit.Tests.Simulator.Reports;
using Microsoft.AspNetCore.Http;

namespace Conduit.Tests.Simulator.Commands;

/// <summary>Live comparisons: Conduit beside what is no Conduit, here its upstream itself.</summary>
public sealed class CompareTargetsTests : IAsyncLifetime
{
    private const int Ok = 0;
    private const int BadInput = 2;
    private const int Unreachable = 3;
    private const int Interrupted = 130;

    private SmallLab _lab = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Both => $"conduit={Authority(_lab.Proxy.Address)},direct={Authority(_lab.Alpha.At.Work)}";

    public async ValueTask InitializeAsync()
    {
        _lab = await SmallLab.StartAsync();
        _lab.Write("slow", """
            upstreams: { alpha: {} }
            client: { timeout: 30s, arrivals: poisson }
            phases: [ { name: only, for: 2s, rate: 40 } ]
            faults: [ { name: slow-alpha, at: 1s, for: 1s, on: alpha, kind: latency, add: 50ms } ]
            expect:
              success: ">= 0%"
              during: [ { fault: slow-alpha, share: { alpha: ">= 0%" } } ]
            """);
        _lab.Write("plain", "phases: [ { for: 1s, rate: 60 } ]\nrequests: [ { weight: 3, path: \"/items/{n}\" }, { weight: 1, method: POST, path: /orders, body: 10B } ]");
    }

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Comparison_gives_every_target_its_row_and_what_it_does_not_tell_is_null()
    {
        var report = _lab.PathOf("report.json");

        var (code, output, error) = await RunAsync("slow", "--targets", Both, "--seeds", "7", "--report", report);

        Assert.Equal((Ok, ""), (code, error));
        var json = JsonNode.Parse(await File.ReadAllTextAsync(report, Stop))!;
        Assert.Equal(("live", 7, true, "slow-alpha"), ((string?)json["mode"], (int?)json["seeds"]![0], (bool?)json["complete"], (string?)json["fault"]));
        var (conduit, direct) = (json["policies"]![0]!, json["policies"]![1]!);
        Assert.Equal(("conduit", "direct"), ((string?)conduit["policy"], (string?)direct["policy"]));
        Assert.Equal((long?)conduit["requests"], (long?)direct["requests"]);
        Assert.Equal((1.0, 1.0), ((double?)conduit["successRate"], (double?)direct["successRate"]));
        Assert.Equal(1.0, (double?)conduit["faultyShare"]);
        // The proxy counts an attempt a moment after its answer has gone out.
        Assert.InRange((double)conduit["attemptsPerRequest"]!, 0.9, 1.1);
        Assert.Null(direct["attemptsPerRequest"]);
        Assert.Null(direct["faultyShare"]);
        Assert.Null(conduit["regretMs"]);
        Assert.Equal((2, 2), ((int?)conduit["met"], (int?)conduit["expected"]));
        Assert.Equal((1, 1), ((int?)direct["met"], (int?)direct["expected"]));
        // Both met the fault: half of their requests took 50 ms longer.
        Assert.All([conduit, direct], row => Assert.InRange((double)row["p99Ms"]!, 50, 30_000));
        Assert.Contains("  conduit ", output, StringComparison.Ordinal);
        Assert.Contains("  direct ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("regret", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comparison_as_a_page_has_a_line_for_each_target_and_speaks_of_targets()
    {
        var report = _lab.PathOf("report.html");

        var (code, _, error) = await RunAsync("slow", "--targets", Both, "--report", report);

        Assert.Equal((Ok, ""), (code, error));
        var page = new HtmlPage(await File.ReadAllTextAsync(report, Stop));
        Assert.Contains("slow through 2 targets", page.Markup, StringComparison.Ordinal);
        Assert.Contains($"conduit at {Authority(_lab.Proxy.Address)}", page.Markup, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("to the byte", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("regret", page.Markup, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["conduit", "direct"], page.Data.GetProperty("charts")[0].GetProperty("series").EnumerateArray().Select(series => series.GetProperty("name").GetString()));
        // Conduit says who answered, its upstream itself does not.
        Assert.Equal(("100 %", "-"), (page.Row("Side by side", "conduit")[7], page.Row("Side by side", "direct")[7]));
    }

    [Fact]
    public async Task Comparison_sends_every_request_to_every_target_and_each_is_first_in_turn()
    {
        var order = new ConcurrentQueue<(string Target, string Request)>();
        await using var one = await Backend.StartAsync("one", Note("one"));
        await using var two = await Backend.StartAsync("two", Note("two"));

        var (code, _, error) = await RunAsync("plain", "--targets", $"one={Authority(one.Address)},two={Authority(two.Address)}");

        Assert.Equal((Ok, ""), (code, error));
        var sent = order.ToLookup(entry => entry.Target, entry => entry.Request);
        Assert.NotEmpty(sent["one"]);
        Assert.Equal(sent["one"].Order(StringComparer.Ordinal), sent["two"].Order(StringComparer.Ordinal));

        RequestDelegate Note(string target) => context =>
        {
            if (context.Request.Path.Value is { } path && !path.StartsWith("/_conduit", StringComparison.Ordinal) && path != "/metrics")
            {
                order.Enqueue((target, $"{context.Request.Method} {path}"));
            }

            return context.Response.WriteAsync("{}", context.RequestAborted);
        };
    }

    [Fact]
    public async Task Comparison_with_a_target_that_is_not_there_ends_with_3_and_its_name()
    {
        using var closed = new ClosedPort();

        var (code, output, error) = await RunAsync("slow", "--targets", $"conduit={Authority(_lab.Proxy.Address)},gone={Authority(closed.Address)}");

        Assert.Equal((Unreachable, ""), (code, output));
        Assert.StartsWith($"gone: no answer from {Authority(closed.Address)}", error, StringComparison.Ordinal);
        Assert.Contains("--targets", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comparison_that_is_interrupted_ends_with_130_its_table_partial_and_its_faults_taken_back()
    {
        _lab.Write("endless", """
            phases: [ { name: all-day, for: 1h, rate: 20 } ]
            faults: [ { at: 0s, for: 1h, on: alpha, kind: latency, add: 1ms } ]
            expect: { success: ">= 0%" }
            """);
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var run = _lab.RunAsync(interrupt.Token, "compare", "endless", "--targets", Both, "--lab", "none");
        await Until.TrueAsync(async () => await _lab.Alpha.FaultsAsync() is not [], RunningProxy.Patience, "the fault is set");

        await interrupt.CancelAsync();
        var (code, output, _) = await run.WaitAsync(RunningProxy.Patience, Stop);

        Assert.Equal(Interrupted, code);
        Assert.Contains("true up to there", output, StringComparison.Ordinal);
        Assert.Contains("0/0", output, StringComparison.Ordinal);
        Assert.Empty(await _lab.Alpha.FaultsAsync());
    }

    [Theory]
    [InlineData("--policies is for comparisons in virtual time: a live target chooses by its own policy", "--targets", "a=http://localhost:1,b=http://localhost:2", "--policies", "Adaptive")]
    [InlineData("--bare is for comparisons in virtual time", "--targets", "a=http://localhost:1,b=http://localhost:2", "--bare")]
    [InlineData("give one seed", "--targets", "a=http://localhost:1,b=http://localhost:2", "--seeds", "1,2")]
    [InlineData("give two or more", "--targets", "a=http://localhost:1")]
    [InlineData("'a' is given twice", "--targets", "a=http://localhost:1,a=http://localhost:2")]
    [InlineData("--targets b: give NAME=URL, as in conduit=http://localhost:8080", "--targets", "a=http://localhost:1,b")]
    [InlineData("--lab is for live comparisons", "--lab", "none")]
    [InlineData("--http2 is for live comparisons", "--http2")]
    public async Task Options_that_do_not_go_together_end_with_2_and_the_reason(string message, params string[] options)
    {
        var (code, output, error) = await _lab.RunAsync(Stop, ["compare", "slow", .. options]);

        Assert.Equal((BadInput, ""), (code, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Targets_that_call_different_upstreams_by_one_name_end_with_2()
    {
        await using var other = await SmallLab.StartAsync();

        var (code, _, error) = await RunAsync("slow", "--targets", $"one={Authority(_lab.Proxy.Address)},two={Authority(other.Proxy.Address)}");

        Assert.Equal(BadInput, code);
        Assert.Contains("one and two do not share their upstreams: 'alpha'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_of_a_comparison_in_virtual_time_has_nothing_of_a_live_one()
    {
        var report = _lab.PathOf("virtual.json");

        Assert.Equal(Ok, (await _lab.RunAsync(Stop, "compare", "slow", "--policies", "RoundRobin", "--report", report)).Code);

        var json = JsonNode.Parse(await File.ReadAllTextAsync(report, Stop))!.AsObject();
        Assert.DoesNotContain("complete", json.Select(pair => pair.Key));
        Assert.DoesNotContain("warnings", json.Select(pair => pair.Key));
        Assert.DoesNotContain("target", json["policies"]![0]!.AsObject().Select(pair => pair.Key));
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
        => _lab.RunAsync(Stop, ["compare", .. arguments, "--lab", "none"]);

    private static string Authority(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
