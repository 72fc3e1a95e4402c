using Conduit.ProxyBench.Processes;
using Conduit.Simulator.Commands;
using Conduit.Simulator.Scenarios;
using Conduit.Tests.Proxy;
using Conduit.Tests.Upstreams;

namespace Conduit.Tests.Simulator;

/// <summary>A lab in this process for a simulator to work on: a real upstream, alpha, behind a real proxy, and a folder of scenarios of its own.</summary>
internal sealed class SmallLab : IAsyncDisposable
{
    private const int ControlOffset = 1_000;
    private const int Http2Offset = 2_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conduit-scenarios-");

    private SmallLab(RunningUpstream alpha, RunningProxy proxy)
    {
        Alpha = alpha;
        Proxy = proxy;
        Catalog = new ScenarioCatalog(_folder.FullName);
    }

    public RunningUpstream Alpha { get; }

    public RunningProxy Proxy { get; }

    public ScenarioCatalog Catalog { get; }

    public static async Task<SmallLab> StartAsync()
    {
        // Its control port is found by its distance from the data port, so neither can be just any.
        var alpha = await RunningUpstream.StartAsync($"--urls=http://127.0.0.1:{FreePort.Next(ControlOffset, Http2Offset)}");
        return new SmallLab(alpha, await RunningProxy.StartAsync([.. RunningProxy.PoolOf("upstreams", [("alpha", alpha.At.Work)])]));
    }

    /// <summary>Writes a scenario; where it lies.</summary>
    public string Write(string name, string text)
    {
        var path = PathOf($"{name}.yaml");
        File.WriteAllText(path, text);
        return path;
    }

    public string PathOf(string file) => Path.Combine(_folder.FullName, file);

    /// <summary>Runs the simulator's command line as its program does; what it said on which stream.</summary>
    public async Task<(int Code, string Output, string Error)> RunAsync(CancellationToken stop, params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await SimulatorProgram.RunAsync(arguments, new CommandHost(output, error, Catalog), stop);
        return (code, output.ToString(), error.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await Alpha.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
