using System.Diagnostics;
using Conduit.Tests.Architecture;

namespace Conduit.Tests.Dashboards;

/// <summary>Prometheus' own checker, from PATH or from where the lab keeps what it fetched.</summary>
internal static class Promtool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs it with the arguments; the test is skipped where there is no promtool.</summary>
    /// <returns>The exit code and all it printed.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        Assert.SkipWhen(Find() is null, "promtool is neither on PATH nor in .tools/: `make up` fetches it, or `apt-get install prometheus`.");
        var start = new ProcessStartInfo(Find()!, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            process.Kill();
        }
    }

    private static string? Find()
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "promtool"));
        var fetched = Directory.Exists(Repository.PathOf(".tools"))
            ? Directory.EnumerateFiles(Repository.PathOf(".tools"), "promtool", SearchOption.AllDirectories)
            : [];
        return onPath.Concat(fetched).FirstOrDefault(File.Exists);
    }
}
