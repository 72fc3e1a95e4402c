using System.Diagnostics;
using System.Net;
using Conduit.Lab;
using Conduit.Tests.Integration;
using Conduit.Tests.Proxy;
using Conduit.Tests.Simulator.Serve;
using Conduit.Tests.Upstreams;

namespace Conduit.Tests.Simulator.Runs;

/// <summary>A simulator that is killed in the midst of its faults, as the program it is: no upstream stays broken.</summary>
public sealed class KilledRunTests
{
    // For programs that start on a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<FaultKind, string> Faults = new()
    {
        [FaultKind.Latency] = "add: 5m",
        [FaultKind.Error] = "status: 503",
        [FaultKind.Pause] = "every: 5m, length: 4m",
        [FaultKind.Hang] = "probability: 1",
        [FaultKind.Refuse] = "",
        [FaultKind.Reset] = "probability: 1",
        [FaultKind.Truncate] = "probability: 1",
        [FaultKind.Crash] = "",
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fault_of_any_kind_ends_at_its_time_though_its_simulator_was_killed()
    {
        var upstreams = await Task.WhenAll(Enum.GetValues<FaultKind>().Select(async kind => (Name: FaultKinds.Name(kind), Upstream: await RunningUpstream.StartAsync())));
        await using var proxy = await RunningProxy.StartAsync([.. RunningProxy.PoolOf("upstreams", upstreams.Select(entry => (entry.Name, entry.Upstream.At.Work)))]);
        var folder = Directory.CreateTempSubdirectory("conduit-killed-");
        try
        {
            var file = Path.Combine(folder.FullName, "all-kinds.yaml");
            await File.WriteAllTextAsync(file, AllKinds("10s"), Stop);
            using var run = Start(["run", file, "--target", Authority(proxy.Address), "--lab", "none", "--quiet",
                .. upstreams.SelectMany(entry => new[] { "--control", $"{entry.Name}={Authority(entry.Upstream.At.Control)}" })]);
            await AllAsync(upstreams, async upstream => await upstream.FaultsAsync() is not [], "every fault is in force");

            run.Kill();
            await run.WaitForExitAsync(Stop);

            await AllAsync(upstreams, async upstream => await upstream.FaultsAsync() is [], "every fault is over");
            await AllAsync(upstreams, IsWellAsync, "every upstream works again");
        }
        finally
        {
            folder.Delete(recursive: true);
            foreach (var (_, upstream) in upstreams)
            {
                await upstream.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Lab_whose_tenant_was_killed_takes_its_faults_back_and_goes_on()
    {
        await using var lab = await SmallLab.StartAsync();
        lab.Write("loop", "phases: [ { name: all-day, for: 1h, rate: 20 } ]");
        var file = lab.Write("tenant", """
            phases: [ { name: all-day, for: 1h, rate: 20 } ]
            faults: [ { at: 0s, for: 1h, on: alpha, kind: crash } ]
            """);
        await using var simulator = await RunningSimulator.StartAsync(lab.Proxy.Address, lab.Catalog);
        await simulator.LoopAsync();
        using var run = Start(["run", file, "--target", Authority(lab.Proxy.Address), "--lab", Authority(simulator.Address), "--quiet"]);
        await Until.TrueAsync(async () => await lab.Alpha.FaultsAsync() is not [], Patience, "the fault is in force");
        Assert.False(await IsWellAsync(lab.Alpha));

        run.Kill();
        await run.WaitForExitAsync(Stop);

        await Until.TrueAsync(async () => await lab.Alpha.FaultsAsync() is [], Patience, "the fault is taken back, an hour before its time");
        await Until.TrueAsync(() => IsWellAsync(lab.Alpha), Patience, "alpha works again");
        await simulator.LoopAsync();
    }

    private static string AllKinds(string length) => string.Join('\n',
    [
        "upstreams:",
        .. FaultKinds.Names.Select(kind => $"  {kind}: {{}}"),
        "phases: [ { for: 1h, rate: 5 } ]",
        "faults:",
        .. Faults.Select(fault => $"  - {{ at: 0s, for: {length}, on: {FaultKinds.Name(fault.Key)}, kind: {FaultKinds.Name(fault.Key)}{(fault.Value.Length > 0 ? ", " : "")}{fault.Value} }}"),
    ]);

    private static Task AllAsync((string Name, RunningUpstream Upstream)[] upstreams, Func<RunningUpstream, Task<bool>> condition, string what)
        => Until.TrueAsync(
            async () => (await Task.WhenAll(upstreams.Select(entry => condition(entry.Upstream)))).All(holds => holds),
            Patience, what);

    private static async Task<bool> IsWellAsync(RunningUpstream upstream)
    {
        try
        {
            using var answer = await upstream.Work.GetAsync("/", Stop);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static Process Start(IEnumerable<string> arguments)
        => Process.Start(new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Conduit.Simulator.dll"), .. arguments])
        {
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(),
        })!;

    private static string Authority(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
