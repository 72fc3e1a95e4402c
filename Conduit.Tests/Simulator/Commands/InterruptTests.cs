using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Conduit.Tests.Integration;
using Conduit.Tests.Proxy;

namespace Conduit.Tests.Simulator.Commands;

/// <summary>Ctrl-C as the system sends it, to the program as it is.</summary>
public sealed class InterruptTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_that_gets_SIGINT_reports_what_was_measured_judges_nothing_and_leaves_no_fault()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGINT to send.");
        await using var lab = await SmallLab.StartAsync();
        var report = lab.PathOf("report.json");
        var scenario = lab.Write("endless", """
            phases: [ { name: all-day, for: 1h, rate: 50 } ]
            faults: [ { at: 0s, for: 1h, on: alpha, kind: latency, add: 1ms } ]
            expect: { success: ">= 0%", p99: "<= 1ms" }
            """);
        // A shell has what it starts in the background ignore SIGINT, and so does all that comes of it.
        using var run = Process.Start(new ProcessStartInfo("env",
        [
            "--default-signal=INT", "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "Conduit.Simulator.dll"),
            "run", scenario, "--lab", "none", "--target", lab.Proxy.Address.GetLeftPart(UriPartial.Authority), "--report", report,
        ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        try
        {
            var texts = Task.WhenAll(run.StandardOutput.ReadToEndAsync(Stop), run.StandardError.ReadToEndAsync(Stop));
            await Until.TrueAsync(
                async () => await lab.Alpha.FaultsAsync() is not [] && (long?)(await lab.Proxy.UpstreamAsync("alpha"))["requests"] > 20,
                RunningProxy.Patience, "the run sends requests and has set its fault");

            using var kill = Process.Start("kill", ["-INT", run.Id.ToString(CultureInfo.InvariantCulture)]);
            await run.WaitForExitAsync(Stop).WaitAsync(RunningProxy.Patience, Stop);

            Assert.Equal(130, run.ExitCode);
            Assert.Contains("true up to there", (await texts)[0], StringComparison.Ordinal);
            Assert.Empty(await lab.Alpha.FaultsAsync());
            var json = JsonNode.Parse(await File.ReadAllTextAsync(report, Stop))!;
            Assert.False((bool?)json["complete"]);
            Assert.InRange((long)json["requests"]!, 20, 100_000);
            Assert.Equal(2, json["expectations"]!.AsArray().Count);
            Assert.All(json["expectations"]!.AsArray(), expectation => Assert.Null(expectation!["met"]));
            Assert.InRange((double)json["elapsedSeconds"]!, 0.01, 600);
        }
        finally
        {
            run.Kill();
        }
    }
}
